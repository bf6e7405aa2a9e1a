import type { Clock, Logger } from "@aiecs/core";

export type AvailabilityOptions = {
  readonly clock: Clock;
  readonly logger: Logger;
  /** What is to be said once when it fails, and once when it works again. */
  readonly failed: string;
  readonly recovered: string;
  /** What takes longer has failed. */
  readonly timeoutMs: number;
};

const firstRestMs = 500;
const longestRestMs = 10_000;

/**
 * Does what may fail without its failing being anybody's trouble: after a failure it is left alone for a while, so that
 * a Redis that is away costs next to nothing.
 */
export class Availability {
  readonly #options: AvailabilityOptions;
  #failures = 0;
  #restsUntilMs = Number.NEGATIVE_INFINITY;

  constructor(options: AvailabilityOptions) {
    this.#options = options;
  }

  /** Whether it is worth trying now. */
  get isLikely(): boolean {
    return this.#failures === 0 || this.#options.clock.monotonicMs() >= this.#restsUntilMs;
  }

  /** What the work gives; undefined when it failed, or was not tried. */
  async attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (!this.isLikely) return undefined;
    const { clock, timeoutMs } = this.#options;
    // Only one tries whether it works again.
    if (this.#failures > 0) this.#restsUntilMs = clock.monotonicMs() + timeoutMs;
    try {
      const result = await this.#inTime(work());
      this.#succeed();
      return result;
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  #inTime<T>(work: Promise<T>): Promise<T> {
    const { clock, timeoutMs } = this.#options;
    return new Promise((resolve, reject) => {
      const cancelTimer = clock.schedule(() => reject(new Error(`No answer within ${timeoutMs} ms`)), timeoutMs);
      work.then(resolve, reject).finally(cancelTimer);
    });
  }

  #succeed(): void {
    const { logger, recovered } = this.#options;
    if (this.#failures > 0) logger.info({}, recovered);
    this.#failures = 0;
  }

  #fail(error: unknown): void {
    const { clock, logger, failed } = this.#options;
    if (this.#failures === 0) logger.warn({ err: error }, failed);
    this.#restsUntilMs = clock.monotonicMs() + Math.min(longestRestMs, firstRestMs * 2 ** Math.min(10, this.#failures));
    this.#failures += 1;
  }
}
