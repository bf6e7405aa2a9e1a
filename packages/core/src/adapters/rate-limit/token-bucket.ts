import { systemClock } from "#adapters/clock.ts";
import { checkRate } from "#adapters/limits/check-limits.ts";
import { WaitingLine } from "#adapters/waiting-line.ts";
import type { Clock } from "#contracts/clock.ts";
import type { PermitOptions, RateLimiter } from "#contracts/rate-limiter.ts";

export type RateLimiterOptions = {
  /** May be a fraction: 0.1 is one start in ten seconds. */
  readonly perSecond: number;
  /** Starts allowed at once. Above 1,000 per second, timers reach the rate only with a burst of `perSecond / 1000`. @default 1 */
  readonly burst?: number;
  /** @default the system's clock */
  readonly clock?: Clock;
  /** @default 10_000 */
  readonly maxWaiting?: number;
};

/**
 * Gives at most burst + perSecond × W permits in every window of W seconds.
 *
 * @throws ValidationError (E001) when `perSecond` is not a number above 0 or `burst` not a whole number above 0
 */
export function createRateLimiter(options: RateLimiterOptions): RateLimiter {
  return new TokenBucket(options);
}

/**
 * A token bucket that counts permits since it was last full instead of adding up fractions of tokens: however long it
 * is busy, each decision is one multiplication away from whole numbers, so rounding never adds up.
 */
class TokenBucket implements RateLimiter {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #clock: Clock;
  readonly #line: WaitingLine;
  #fullAtMs = 0;
  #givenSince = 0;
  #cancelTimer: (() => void) | undefined;

  constructor({ perSecond, burst = 1, clock = systemClock, maxWaiting = 10_000 }: RateLimiterOptions) {
    checkRate(perSecond, burst);
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#clock = clock;
    const limit = `the rate limit of ${perSecond} per second`;
    this.#line = new WaitingLine({ maxWaiting, limit, onDeserted: () => this.#stopTimer() });
  }

  tryAcquire(): boolean {
    return this.#line.size === 0 && this.#take(this.#clock.monotonicMs());
  }

  acquire(options: PermitOptions): Promise<void> {
    if (options.cancellation?.reason === undefined && this.tryAcquire()) return Promise.resolve();
    const admitted = this.#line.join(options);
    if (this.#line.size > 0 && !this.#cancelTimer) this.#startTimer(this.#clock.monotonicMs());
    return admitted;
  }

  #take(nowMs: number): boolean {
    const earned = ((nowMs - this.#fullAtMs) * this.#perSecond) / 1_000;
    if (earned >= this.#givenSince) {
      this.#fullAtMs = nowMs;
      this.#givenSince = 0;
    } else if (this.#givenSince + 1 - this.#burst > earned) return false;
    this.#givenSince += 1;
    return true;
  }

  #startTimer(nowMs: number): void {
    const nextAtMs = this.#fullAtMs + ((this.#givenSince + 1 - this.#burst) * 1_000) / this.#perSecond;
    const waitMs = Math.max(1, Math.ceil(nextAtMs - nowMs));
    this.#cancelTimer = this.#clock.schedule(() => this.#admit(), waitMs);
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #admit(): void {
    this.#cancelTimer = undefined;
    const nowMs = this.#clock.monotonicMs();
    while (this.#line.size > 0 && this.#take(nowMs)) this.#line.admitNext();
    if (this.#line.size > 0) this.#startTimer(nowMs);
  }
}
