import type { Clock } from "@aiecs/core";

export type InquiryOptions = {
  readonly clock: Clock;
  /** Asks, and acts upon the answer. */
  readonly ask: () => Promise<void>;
  /** How long Redis may fail to answer before those who wait are told. */
  readonly patienceMs: number;
  /** Called then, and at each further failure until Redis answers. */
  readonly giveUp: (error: Error) => void;
};

const retryMs = 200;

/** Asks one thing at a time of a Redis that may be away: what is to be asked meanwhile is asked next, all in one. */
export class Inquiry {
  readonly #options: InquiryOptions;
  #isUnderWay = false;
  #isWanted = false;
  #isStopped = false;
  #awaySinceMs: number | undefined;
  #cancelRetry: (() => void) | undefined;

  constructor(options: InquiryOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isWanted = true;
    if (!this.#isUnderWay) void this.#run();
  }

  /** Asks no more. */
  stop(): void {
    this.#isStopped = true;
    this.#cancelRetry?.();
  }

  async #run(): Promise<void> {
    this.#isUnderWay = true;
    this.#cancelRetry?.();
    while (this.#isWanted && !this.#isStopped) {
      this.#isWanted = false;
      const askedAtMs = this.#options.clock.monotonicMs();
      try {
        await this.#options.ask();
        this.#awaySinceMs = undefined;
      } catch (error) {
        this.#fail(error, askedAtMs);
      }
    }
    this.#isUnderWay = false;
  }

  #fail(error: unknown, askedAtMs: number): void {
    const { clock, patienceMs, giveUp } = this.#options;
    this.#isWanted = false;
    this.#awaySinceMs ??= askedAtMs;
    if (clock.monotonicMs() - this.#awaySinceMs < patienceMs) {
      if (!this.#isStopped) this.#cancelRetry = clock.schedule(() => this.start(), retryMs);
    } else giveUp(error instanceof Error ? error : new Error(String(error)));
  }
}
