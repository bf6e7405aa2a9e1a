/** A signal that aborts when the user or the system asks the process to end. */
export type Interrupt = Disposable & { readonly signal: AbortSignal };

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Turns the first Ctrl-C, SIGTERM or end of the terminal into a cancellation, so that what was done is kept and told. The next one ends the
 * process at once, as if nobody listened.
 */
export function listenForInterrupt(onInterrupt: () => void): Interrupt {
  const controller = new AbortController();
  const stopListening = (): void => {
    for (const name of signals) process.off(name, interrupt);
  };
  const interrupt = (name: NodeJS.Signals): void => {
    stopListening();
    controller.abort(new Error(`Received ${name}`));
    onInterrupt();
  };
  for (const name of signals) process.on(name, interrupt);
  return { signal: controller.signal, [Symbol.dispose]: stopListening };
}
