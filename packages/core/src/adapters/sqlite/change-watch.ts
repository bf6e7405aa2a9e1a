import type { StatementSync } from "node:sqlite";
import type { Clock, IdleTimer } from "#contracts/clock.ts";
import type { Logger } from "#contracts/logger.ts";
import { numberOf } from "./row.ts";

const pollMs = 100;

export type ChangeWatchOptions = {
  readonly clock: Clock;
  readonly logger: Logger;
  /** `PRAGMA data_version`: another number whenever another connection has written. */
  readonly version: StatementSync;
};

/** Tells listeners of changes: at once of this process's, within 100 ms of those of others. Asks only while somebody listens. */
export class ChangeWatch {
  readonly #options: ChangeWatchOptions;
  readonly #listeners = new Set<() => void>();
  #timer: IdleTimer | undefined;
  #version = 0;

  constructor(options: ChangeWatchOptions) {
    this.#options = options;
  }

  add(listener: () => void): () => void {
    // Wrapped, so that a function given twice is two listeners.
    const own = () => listener();
    this.#listeners.add(own);
    if (!this.#timer) {
      this.#version = this.#currentVersion();
      this.#poll();
    }
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size === 0) this.stop();
    };
  }

  readonly tell = (): void => {
    for (const listener of this.#listeners) {
      try {
        listener();
      } catch (error) {
        this.#options.logger.error({ err: error }, "A listener to changes of tasks threw");
      }
    }
  };

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #poll(): void {
    this.#timer = this.#options.clock.scheduleIdle(() => {
      this.#poll();
      const version = this.#currentVersion();
      if (version === this.#version) return;
      this.#version = version;
      this.tell();
    }, pollMs);
  }

  #currentVersion(): number {
    try {
      return numberOf(this.#options.version.get() ?? {}, "data_version");
    } catch (error) {
      // Whoever uses the database next is told; a poll that missed is made up for by the next.
      this.#options.logger.debug({ err: error }, "Could not ask the task database for changes");
      return this.#version;
    }
  }
}
