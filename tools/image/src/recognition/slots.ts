/** A fixed number of places, taken in the order of asking. */
export interface Slots {
  /** Settles with what gives the place back. @throws the signal's reason when it aborts while waiting */
  acquire(signal: AbortSignal): Promise<() => void>;
}

export function createSlots(count: number): Slots {
  let free = count;
  const waiting = new Set<() => void>();

  function release(): void {
    free += 1;
    const [next] = waiting;
    next?.();
  }

  return {
    async acquire(signal) {
      signal.throwIfAborted();
      if (free === 0) {
        await new Promise<void>((resolve, reject) => {
          const leave = () => {
            waiting.delete(enter);
            signal.removeEventListener("abort", abort);
          };
          const enter = () => {
            leave();
            free -= 1;
            resolve();
          };
          const abort = () => {
            leave();
            reject(signal.reason);
          };
          waiting.add(enter);
          signal.addEventListener("abort", abort);
        });
      } else {
        free -= 1;
      }
      return release;
    },
  };
}
