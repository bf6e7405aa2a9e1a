/** Runs works one after another, in the order in which they came. */
export type Turns = {
  /** @throws the signal's reason when it aborts before the turn has come */
  take<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result>;
};

export function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve();
  return {
    async take(signal, work) {
      const before = last;
      const { promise, resolve } = Promise.withResolvers<void>();
      last = before.then(() => promise);
      try {
        await unlessAborted(before, signal);
        return await work();
      } finally {
        resolve();
      }
    },
  };
}

async function unlessAborted(turn: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    await Promise.race([turn, promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
