import { LRUCache } from "lru-cache";
import { systemClock } from "#adapters/clock.ts";
import type { CacheEntryOptions, CacheStats, CacheTag, ManagedCache } from "#contracts/cache-provider.ts";
import type { Clock } from "#contracts/clock.ts";
import { byteSize } from "#primitives/byte-size.ts";
import { canonicalKey } from "#primitives/canonical-key.ts";
import { cloneResult, UncloneableError } from "#primitives/plain-clone.ts";
import { ExpirySweep } from "./expiry-sweep.ts";

export type MemoryCacheOptions = {
  /** 0 switches the cache off. @default 100 */
  readonly maxEntries?: number;
  /** 0 switches the cache off. @default 64 MiB */
  readonly maxBytes?: number;
  /** How long entries live that do not say so themselves; 0 means for ever. @default 3600 */
  readonly ttlS?: number;
  /** @default the system's clock */
  readonly clock?: Clock;
};

type Entry = { readonly value: unknown; readonly expiresAtMs: number; readonly tag: CacheTag | undefined };

/**
 * Keeps results in this process: the least recently used go first when there are too many entries or bytes, and what
 * expires is freed. The cache keeps its own copy of each value and gives out copies, so nobody can spoil it; immutable
 * handles are shared. A value that cannot be copied, or is larger than the whole cache, is not kept.
 */
export function createMemoryCache(options: MemoryCacheOptions = {}): ManagedCache {
  return new MemoryCache(options);
}

class MemoryCache implements ManagedCache {
  readonly #entries: LRUCache<string, Entry> | undefined;
  readonly #ttlS: number;
  readonly #clock: Clock;
  readonly #sweep: ExpirySweep;
  #hits = 0;
  #misses = 0;
  #evictions = 0;

  constructor({ maxEntries = 100, maxBytes = 64 * 1_048_576, ttlS = 3_600, clock = systemClock }: MemoryCacheOptions) {
    this.#ttlS = ttlS;
    this.#clock = clock;
    this.#sweep = new ExpirySweep(clock, (nowMs) => this.#removeExpired(nowMs));
    if (maxEntries < 1 || maxBytes < 1) return;
    this.#entries = new LRUCache<string, Entry>({
      max: maxEntries,
      maxSize: maxBytes,
      dispose: (_entry, _key, reason) => {
        if (reason === "evict") this.#evictions += 1;
      },
    });
  }

  generateCacheKey(
    operationType: string,
    userId: string,
    taskId: string,
    args: readonly unknown[],
    kwargs: Readonly<Record<string, unknown>>,
  ): string | undefined {
    return canonicalKey(operationType, userId, taskId, args, kwargs);
  }

  getFromCache(key: string): unknown {
    const entry = this.#entries?.get(key);
    if (entry !== undefined && entry.expiresAtMs > this.#clock.monotonicMs()) {
      this.#hits += 1;
      return cloneResult(entry.value);
    }
    if (entry !== undefined) this.#entries?.delete(key);
    this.#misses += 1;
    return undefined;
  }

  addToCache(key: string, value: unknown, { ttlS = this.#ttlS, tag }: CacheEntryOptions = {}): void {
    const copy = copyOf(value);
    if (copy === undefined) {
      this.#entries?.delete(key);
      return;
    }
    const expiresAtMs = ttlS > 0 ? this.#clock.monotonicMs() + ttlS * 1_000 : Number.POSITIVE_INFINITY;
    this.#entries?.set(key, { value: copy, expiresAtMs, tag }, { size: key.length + byteSize(copy) });
    if (this.#entries) this.#sweep.planFor(expiresAtMs);
  }

  clear({ tool, userId }: CacheTag = {}): void {
    this.#removeWhere(
      ({ tag }) => (tool === undefined || tag?.tool === tool) && (userId === undefined || tag?.userId === userId),
    );
    if (this.#entries?.size === 0) this.#sweep.cancel();
  }

  stats(): CacheStats {
    this.#removeExpired(this.#clock.monotonicMs());
    const lookups = this.#hits + this.#misses;
    return {
      hits: this.#hits,
      misses: this.#misses,
      evictions: this.#evictions,
      entries: this.#entries?.size ?? 0,
      bytes: this.#entries?.calculatedSize ?? 0,
      hit_rate: lookups === 0 ? 0 : this.#hits / lookups,
    };
  }

  #removeExpired(nowMs: number): number {
    let nextMs = Number.POSITIVE_INFINITY;
    this.#removeWhere(({ expiresAtMs }) => {
      if (expiresAtMs <= nowMs) return true;
      nextMs = Math.min(nextMs, expiresAtMs);
      return false;
    });
    return nextMs;
  }

  #removeWhere(isUnwanted: (entry: Entry) => boolean): void {
    const unwanted: string[] = [];
    this.#entries?.forEach((entry, key) => {
      if (isUnwanted(entry)) unwanted.push(key);
    });
    for (const key of unwanted) this.#entries?.delete(key);
  }
}

/** Undefined for what is not kept. */
function copyOf(value: unknown): unknown {
  try {
    return cloneResult(value);
  } catch (error) {
    if (error instanceof UncloneableError) return undefined;
    throw error;
  }
}
