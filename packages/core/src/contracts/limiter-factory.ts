import type { ConcurrencyLimiter, RateLimiter } from "./rate-limiter.ts";

/** A rate limit to be made. */
export type RateLimiterRequest = {
  /** What is limited: `batch`, `tool:chart`, `operation:chart.draw`. */
  readonly name: string;
  readonly perSecond: number;
  readonly burst: number;
  /** How many may wait before further ones are refused. */
  readonly maxWaiting: number;
};

/** A concurrency limit to be made. */
export type ConcurrencyLimiterRequest = {
  /** What is limited: `tool:chart`, `operation:chart.draw`. */
  readonly name: string;
  readonly slots: number;
  /** How many may wait before further ones are refused. */
  readonly maxWaiting: number;
};

/**
 * Makes the limits of an executor. One that reaches over processes counts all limits of the same name and the same
 * figures as one; limits of the same name with other figures stand for themselves.
 */
export interface LimiterFactory {
  /** @throws ValidationError (E001) when the figures are not numbers above 0 */
  rate(request: RateLimiterRequest): RateLimiter;
  /** @throws ValidationError (E001) when `slots` is not a whole number above 0 */
  concurrency(request: ConcurrencyLimiterRequest): ConcurrencyLimiter;
}
