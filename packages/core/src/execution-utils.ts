import { createMemoryCache } from "#adapters/cache/memory-cache.ts";
import { systemClock } from "#adapters/clock.ts";
import type { CacheEntryOptions, CacheStats, CacheTag, ManagedCache } from "#contracts/cache-provider.ts";
import type { Clock } from "#contracts/clock.ts";
import { ExecutionError, OperationFailedError } from "#contracts/errors.ts";
import type { RetryPolicy } from "#contracts/operation.ts";
import type { StepRetry } from "#contracts/plan.ts";
import { fromStepRetry } from "#execution/policy.ts";
import { retryLoop } from "#execution/retry-loop.ts";
import { completePolicy } from "#execution/retry-policy.ts";
import { timeLimited } from "./wrappers/time-limited.ts";

export type ExecutionUtilsOptions = {
  /** @default 100 */
  readonly cache_size?: number;
  /** @default 3600 */
  readonly cache_ttl_s?: number;
  /** @default three attempts */
  readonly retry?: StepRetry;
  readonly clock?: Clock;
};

export type RetryAndTimeoutOptions = {
  readonly retry?: RetryPolicy;
  /** Per attempt. */
  readonly timeoutMs?: number;
};

/** Cache, retry and time-out in one small object, for code of your own and for `OperationExecutor`. */
export class ExecutionUtils implements ManagedCache {
  readonly #cache: ManagedCache;
  readonly #clock: Clock;
  readonly #retry: RetryPolicy;

  constructor(options: ExecutionUtilsOptions = {}) {
    const {
      cache_size: maxEntries = 100,
      cache_ttl_s: ttlS = 3600,
      retry = { max_attempts: 3 },
      clock = systemClock,
    } = options;
    this.#cache = createMemoryCache({ maxEntries, ttlS, clock });
    this.#clock = clock;
    this.#retry = fromStepRetry(retry);
  }

  generateCacheKey(
    operationType: string,
    userId: string,
    taskId: string,
    args: readonly unknown[],
    kwargs: Readonly<Record<string, unknown>>,
  ): string | undefined {
    return this.#cache.generateCacheKey(operationType, userId, taskId, args, kwargs);
  }

  getFromCache(key: string): unknown {
    return this.#cache.getFromCache(key);
  }

  addToCache(key: string, value: unknown, options?: CacheEntryOptions): unknown {
    return this.#cache.addToCache(key, value, options);
  }

  clear(match?: CacheTag): unknown {
    return this.#cache.clear(match);
  }

  stats(): CacheStats {
    return this.#cache.stats();
  }

  /** Runs a function, and again while that is worth it. @throws E005 when every attempt failed */
  withRetry<T>(work: () => T | Promise<T>, policy: RetryPolicy = this.#retry): Promise<T> {
    const attempt = async () => {
      try {
        return await work();
      } catch (error) {
        throw toOwnError(error);
      }
    };
    return retryLoop(attempt, { policy: completePolicy(policy), clock: this.#clock, random: Math.random });
  }

  /** Runs a function within a time; it gets a signal that aborts when the time is over. @throws E002 */
  withTimeout<T>(work: (signal: AbortSignal) => T | Promise<T>, timeoutMs: number): Promise<T> {
    return timeLimited(work.name || "function", timeoutMs, this.#clock, async (signal) => work(signal));
  }

  /** Both: each attempt has its own time. */
  executeWithRetryAndTimeout<T>(
    work: (signal: AbortSignal) => T | Promise<T>,
    options: RetryAndTimeoutOptions = {},
  ): Promise<T> {
    const { retry = this.#retry, timeoutMs } = options;
    if (timeoutMs === undefined) return this.withRetry(() => work(new AbortController().signal), retry);
    return this.withRetry(() => this.withTimeout(work, timeoutMs), retry);
  }
}

/** A function's own throw as E003 in its own words: there is no operation to be named. */
function toOwnError(thrown: unknown): ExecutionError {
  if (thrown instanceof ExecutionError) return thrown;
  return new OperationFailedError(thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
}
