import type { Cancellation, Clock } from "@aiecs/core";

/** Hears of one key from its making until it is stopped. */
export type Listening = {
  /** Resolves when there was news, or after a while. @throws the cancellation's reason */
  wait(patienceMs: number, cancellation: Cancellation | undefined): Promise<void>;
  stop(): void;
};

/** Lets those who wait for a key hear of it. */
export class News {
  readonly #clock: Clock;
  readonly #listeners = new Map<string, Set<() => void>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  tell(key: string): void {
    for (const listener of this.#listeners.get(key) ?? []) listener();
  }

  /** Begin before asking whether there is something to wait for: news may come before the answer. */
  listen(key: string): Listening {
    const heard = Promise.withResolvers<void>();
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners);
    const { resolve } = heard;
    listeners.add(resolve);
    return {
      wait: async (patienceMs, cancellation) => {
        const cancelTimer = this.#clock.schedule(resolve, patienceMs);
        const forgetCancellation = cancellation?.onCancel(heard.reject);
        try {
          await heard.promise;
        } finally {
          cancelTimer();
          forgetCancellation?.();
        }
      },
      stop: () => {
        listeners.delete(resolve);
        if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key);
      },
    };
  }
}
