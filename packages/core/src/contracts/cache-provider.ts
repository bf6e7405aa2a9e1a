import type { Cancellation } from "./rate-limiter.ts";

/** Whose result an entry is, so that it can be taken out again. */
export type CacheTag = { readonly tool?: string | undefined; readonly userId?: string | undefined };

export type CacheEntryOptions = { readonly ttlS?: number | undefined; readonly tag?: CacheTag | undefined };

/** Keeps results. `undefined` is a miss; `null`, `0`, `""` and `false` are values. May be synchronous or not. */
export interface ICacheProvider {
  /**
   * The same key for equal calls only: two users, two tools or two sets of parameters never share one. Undefined when
   * no key can be made of the arguments, a function among them for instance: such a call is not cached.
   */
  generateCacheKey(
    operationType: string,
    userId: string,
    taskId: string,
    args: readonly unknown[],
    kwargs: Readonly<Record<string, unknown>>,
  ): string | undefined;
  getFromCache(key: string): unknown;
  addToCache(key: string, value: unknown, options?: CacheEntryOptions): unknown;
  /**
   * For a cache that several processes share: after a miss, lets one of them at a time work for a key. Resolves with
   * the value that another one worked for, or with the right to work. Waits while another one works, unless its
   * results cannot be shared.
   *
   * @throws the cancellation's reason when it is cancelled meanwhile
   */
  lead?(key: string, cancellation: Cancellation | undefined): Promise<CacheLead>;
}

/** Somebody's value, or the right to work for it, which is given back when the work has ended, however it ended. */
export type CacheLead = { readonly value: unknown } | { done(): void };

export type CacheStats = {
  readonly hits: number;
  readonly misses: number;
  readonly evictions: number;
  readonly entries: number;
  readonly bytes: number;
  readonly hit_rate: number;
};

/** What a cache may offer besides: figures, and removal of the entries whose tag fits. */
export interface ManagedCache extends ICacheProvider {
  /** Removes the entries of a tool, of a user, or of both; all of them when neither is named. */
  clear(match?: CacheTag): unknown;
  stats(): CacheStats;
}
