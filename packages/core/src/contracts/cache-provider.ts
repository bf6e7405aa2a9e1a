export type CacheEntryOptions = { readonly ttlS?: number | undefined };

/** Keeps results. `undefined` is a miss; `null`, `0`, `""` and `false` are values. May be synchronous or not. */
export interface ICacheProvider {
  /** The same key for equal calls only: two users, two tools or two sets of parameters never share one. */
  generateCacheKey(
    operationType: string,
    userId: string,
    taskId: string,
    args: readonly unknown[],
    kwargs: Readonly<Record<string, unknown>>,
  ): string;
  getFromCache(key: string): unknown;
  addToCache(key: string, value: unknown, options?: CacheEntryOptions): unknown;
}

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
  addToCache(key: string, value: unknown, options?: CacheEntryOptions & { readonly tag?: CacheTag }): unknown;
  /** Removes the entries of a tool, of a user, or of both; all of them when neither is named. */
  clear(match?: CacheTag): unknown;
  stats(): CacheStats;
}

export type CacheTag = { readonly tool?: string | undefined; readonly userId?: string | undefined };
