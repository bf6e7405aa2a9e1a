/**
 * What the pool's library takes for an abort signal. Firing it ends the thread of a running call, and takes a waiting
 * call out of the line. An AbortController for every call would cost more than the call's whole way to a thread.
 */
export class KillSwitch {
  aborted = false;
  #listener: (() => void) | undefined;

  addEventListener(_type: "abort", listener: () => void): void {
    this.#listener = listener;
  }

  removeEventListener(): void {
    this.#listener = undefined;
  }

  fire(): void {
    this.aborted = true;
    this.#listener?.();
  }
}
