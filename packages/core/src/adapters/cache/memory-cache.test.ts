import { describe, expect, it } from "vitest";
import { tableMark } from "#contracts/table.ts";
import { describeCacheConformance } from "#testing/cache-conformance.ts";
import { createManualClock } from "#testing/manual-clock.ts";
import { createMemoryCache, type MemoryCacheOptions } from "./memory-cache.ts";

describeCacheConformance({ describe, it }, () => {
  const clock = createManualClock();
  const cache = createMemoryCache({ maxEntries: 10, clock, ttlS: 0.05 });
  return { cache, wait: async (ms) => clock.advance(ms) };
});

function create(options: MemoryCacheOptions = {}) {
  const clock = createManualClock();
  return { clock, cache: createMemoryCache({ clock, ...options }) };
}

describe("createMemoryCache", () => {
  it("[CACHE-4] lets the least recently used go first when there are too many entries", () => {
    const { cache } = create({ maxEntries: 3 });
    for (const key of ["a", "b", "c"]) cache.addToCache(key, key);
    cache.getFromCache("a");
    cache.addToCache("d", "d");
    expect(["a", "b", "c", "d"].map((key) => cache.getFromCache(key))).toEqual(["a", undefined, "c", "d"]);
    expect(cache.stats()).toMatchObject({ entries: 3, evictions: 1 });
  });

  it("[CACHE-4] stays within its bytes, and does not keep a value that is larger than all of them", () => {
    const { cache } = create({ maxBytes: 10_000 });
    for (const key of ["a", "b", "c", "d"]) cache.addToCache(key, "x".repeat(3_000));
    expect(cache.stats().bytes).toBeLessThanOrEqual(10_000);
    expect(cache.stats()).toMatchObject({ entries: 3, evictions: 1 });
    expect(cache.getFromCache("a")).toBeUndefined();
    cache.addToCache("d", "x".repeat(20_000));
    expect(cache.getFromCache("d")).toBeUndefined();
    expect(cache.getFromCache("b")).toHaveLength(3_000);
  });

  it("[CACHE-4] frees expired entries by itself, with one timer at a time, and stops when nothing can expire", () => {
    const { cache, clock } = create({ ttlS: 10 });
    for (let index = 0; index < 50; index += 1) {
      cache.addToCache(`key ${index}`, { index });
      clock.advance(100);
    }
    cache.addToCache("for ever", 1, { ttlS: 0 });
    expect(clock.pendingTimers).toBe(1);
    const size = () => cache.stats().entries;
    expect(size()).toBe(51);
    clock.advance(6_000);
    expect(clock.pendingTimers).toBe(1);
    expect(size()).toBeLessThan(51);
    clock.advance(10_000);
    expect(clock.pendingTimers).toBe(0);
    expect(cache.stats()).toMatchObject({ entries: 1, evictions: 0 });
    clock.advance(1e9);
    expect(cache.getFromCache("for ever")).toBe(1);
  });

  it("[CACHE-4] hits until the last moment of an entry's time and misses from then on", () => {
    const { cache, clock } = create({ ttlS: 1 });
    cache.addToCache("key", "value");
    clock.advance(999);
    expect(cache.getFromCache("key")).toBe("value");
    clock.advance(1);
    expect(cache.getFromCache("key")).toBeUndefined();
    expect(cache.stats()).toMatchObject({ hits: 1, misses: 1, entries: 0, bytes: 0 });
  });

  it("[CACHE-6] shares tables and copies what stands beside them", () => {
    const { cache } = create();
    const table = Object.freeze({ [tableMark]: true, rows: 2, columns: 2 });
    const result = { df: table, report: { dropped: 1 } };
    cache.addToCache("key", result);
    const hits = [cache.getFromCache("key"), cache.getFromCache("key")];
    expect(hits[0]).toEqual(result);
    expect(hits[0]).toHaveProperty("df", table);
    expect(hits[0]).not.toBe(hits[1]);
    expect(Object.isFrozen(result)).toBe(false);
  });

  it("counts a table it shares by its cells, so that tables cannot fill the memory", () => {
    const { cache } = create({ maxBytes: 1_000_000 });
    const table = (rows: number) => Object.freeze({ [tableMark]: true, rows, columns: 10 });
    cache.addToCache("small", table(1_000));
    cache.addToCache("large", table(1_000_000));
    expect(cache.getFromCache("small")).toBeDefined();
    expect(cache.getFromCache("large")).toBeUndefined();
  });

  it("drops the old entry when the new value cannot be kept", () => {
    const { cache } = create();
    for (const value of [undefined, () => 1, Promise.resolve()]) {
      cache.addToCache("key", "old");
      cache.addToCache("key", value);
      expect(cache.getFromCache("key")).toBeUndefined();
    }
    expect(cache.stats().bytes).toBe(0);
  });

  it("keeps nothing when it has no room at all", () => {
    for (const options of [{ maxEntries: 0 }, { maxBytes: 0 }]) {
      const { cache, clock } = create(options);
      cache.addToCache("key", 1);
      expect(cache.getFromCache("key")).toBeUndefined();
      expect(cache.stats()).toEqual({ hits: 0, misses: 1, evictions: 0, entries: 0, bytes: 0, hit_rate: 0 });
      cache.clear();
      expect(clock.pendingTimers).toBe(0);
    }
  });

  it("leaves no timer behind when it is cleared", () => {
    const { cache, clock } = create();
    cache.addToCache("key", 1);
    expect(clock.pendingTimers).toBe(1);
    cache.clear();
    expect(clock.pendingTimers).toBe(0);
    expect(cache.stats().bytes).toBe(0);
  });

  it("[REL-3] holds no more after many operations than after few", () => {
    const { cache, clock } = create({ maxEntries: 50, ttlS: 5 });
    for (let index = 0; index < 20_000; index += 1) {
      cache.addToCache(`key ${index}`, { index }, index % 3 === 0 ? { ttlS: 1 } : {});
      clock.advance(1);
    }
    expect(cache.stats().entries).toBeLessThanOrEqual(50);
    expect(cache.stats().bytes).toBeLessThan(10_000);
    expect(clock.pendingTimers).toBeLessThanOrEqual(1);
  });
});
