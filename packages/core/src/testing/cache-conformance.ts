import assert from "node:assert/strict";
import type { ManagedCache } from "#contracts/cache-provider.ts";
import type { SuiteFunctions } from "./suite-functions.ts";

/** An empty cache with room for ten small entries, and the way to let its time pass: entries here live 50 ms at most. */
export type CacheUnderTest = { readonly cache: ManagedCache; readonly wait: (ms: number) => Promise<void> };

type Create = () => CacheUnderTest | Promise<CacheUnderTest>;

/** What every cache has to do, as tests. Values it cannot keep faithfully, it must not keep. */
export function describeCacheConformance({ describe, it }: SuiteFunctions, create: Create): void {
  describe("cache conformance: keys", () => keys(it, create));
  describe("cache conformance: values", () => values(it, create));
  describe("cache conformance: time", () => time(it, create));
  describe("cache conformance: management", () => management(it, create));
}

function keys(it: SuiteFunctions["it"], create: Create): void {
  it("[CACHE-1] makes one key of equal calls, whatever the order of their parameters", async () => {
    const { cache } = await create();
    const key = cache.generateCacheKey("t.o@1", "ann", "task", [], { a: 1, b: { c: 2, d: 3 } });
    assert.equal(typeof key, "string");
    assert.equal(cache.generateCacheKey("t.o@1", "ann", "task", [], { b: { d: 3, c: 2 }, a: 1 }), key);
  });

  it("[CACHE-1] makes different keys of calls that differ in operation, version, user, task or parameters", async () => {
    const { cache } = await create();
    const keys = [
      cache.generateCacheKey("t.o@1", "ann", "task", [], { a: 1 }),
      cache.generateCacheKey("t.p@1", "ann", "task", [], { a: 1 }),
      cache.generateCacheKey("u.o@1", "ann", "task", [], { a: 1 }),
      cache.generateCacheKey("t.o@2", "ann", "task", [], { a: 1 }),
      cache.generateCacheKey("t.o@1", "bob", "task", [], { a: 1 }),
      cache.generateCacheKey("t.o@1", "ann", "other", [], { a: 1 }),
      cache.generateCacheKey("t.o@1", "anntask", "", [], { a: 1 }),
      cache.generateCacheKey("t.o@1", "ann", "task", [1], { a: 1 }),
      cache.generateCacheKey("t.o@1", "ann", "task", [], { a: "1" }),
      cache.generateCacheKey("t.o@1", "ann", "task", [], { a: 1, b: undefined }),
      cache.generateCacheKey("t.o@1", "ann", "task", [], {}),
    ];
    assert.equal(new Set(keys).size, keys.length);
  });

  it("[CACHE-1] makes no key of parameters that hold a function", async () => {
    const { cache } = await create();
    assert.equal(cache.generateCacheKey("t.o@1", "ann", "task", [], { a: () => 1 }), undefined);
  });
}

function values(it: SuiteFunctions["it"], create: Create): void {
  it("[INT-3] misses with undefined and hits with null, 0, an empty text and false", async () => {
    const { cache } = await create();
    assert.equal(await cache.getFromCache(keyOf(cache, "absent")), undefined);
    for (const value of [null, 0, "", false, [], {}]) {
      const key = keyOf(cache, value);
      await cache.addToCache(key, value);
      assert.deepEqual(await cache.getFromCache(key), value);
    }
  });

  it("replaces the entry that has the same key", async () => {
    const { cache } = await create();
    const key = keyOf(cache, 1);
    await cache.addToCache(key, "old");
    await cache.addToCache(key, "new");
    assert.equal(await cache.getFromCache(key), "new");
    assert.equal(cache.stats().entries, 1);
  });

  it("gives back exactly what was added, or nothing", async () => {
    const { cache } = await create();
    const values = [-0, Number.NaN, 12n, "\ud800", new Date(0), new Map([[1, new Set([2])]]), { a: undefined }];
    const more = [
      new Uint8Array([1, 2]),
      JSON.parse('{"__proto__":{"x":1}}'),
      /x/g,
      new URL("http://a/"),
      new Error("e"),
    ];
    for (const [index, value] of [...values, ...more, () => 1, Symbol("s"), Promise.resolve()].entries()) {
      const key = keyOf(cache, index);
      await cache.addToCache(key, value);
      const found = await cache.getFromCache(key);
      if (found !== undefined) assert.deepEqual(found, value);
    }
  });

  it("[CACHE-6] is not spoiled by a change to what was added or to what a hit gave", async () => {
    const { cache } = await create();
    const key = keyOf(cache, "shared");
    const value = { list: [1, { deep: true }] };
    await cache.addToCache(key, value);
    value.list.push(2);
    const hit = await cache.getFromCache(key);
    assert.deepEqual(hit, { list: [1, { deep: true }] });
    assert.ok(typeof hit === "object" && hit !== null && "list" in hit && Array.isArray(hit.list));
    if (!Object.isFrozen(hit.list)) hit.list.push(3);
    assert.deepEqual(await cache.getFromCache(key), { list: [1, { deep: true }] });
    assert.equal(Object.isFrozen(value), false);
  });
}

function time(it: SuiteFunctions["it"], create: Create): void {
  it("[CACHE-4] forgets entries when their own time is over, and frees them", async () => {
    const { cache, wait } = await create();
    await cache.addToCache(keyOf(cache, "short"), 1, { ttlS: 0.02 });
    await cache.addToCache(keyOf(cache, "long"), 2, { ttlS: 50 });
    await wait(30);
    assert.equal(await cache.getFromCache(keyOf(cache, "short")), undefined);
    assert.equal(await cache.getFromCache(keyOf(cache, "long")), 2);
    assert.equal(cache.stats().entries, 1);
  });

  it("[CACHE-4] counts an entry's time anew when it is added again", async () => {
    const { cache, wait } = await create();
    const key = keyOf(cache, "again");
    await cache.addToCache(key, 1, { ttlS: 0.03 });
    await cache.addToCache(key, 2, { ttlS: 50 });
    await wait(40);
    assert.equal(await cache.getFromCache(key), 2);
  });
}

function management(it: SuiteFunctions["it"], create: Create): void {
  it("[CACHE-8] clears the entries of a tool, of a user, of both, or all", async () => {
    const { cache } = await create();
    await fill(cache);
    await cache.clear({ tool: "chart", userId: "ann" });
    assert.deepEqual(await left(cache), ["chart bob", "stats ann", "stats bob"]);
    await cache.clear({ userId: "bob" });
    assert.deepEqual(await left(cache), ["stats ann"]);
    await fill(cache);
    await cache.clear({ tool: "stats" });
    assert.deepEqual(await left(cache), ["chart ann", "chart bob"]);
    await cache.clear();
    assert.deepEqual(await left(cache), []);
    assert.equal(cache.stats().entries, 0);
  });

  it("[CACHE-8] counts hits and misses", async () => {
    const { cache } = await create();
    assert.equal(cache.stats().hit_rate, 0);
    await cache.addToCache(keyOf(cache, 1), "value");
    await cache.getFromCache(keyOf(cache, 1));
    await cache.getFromCache(keyOf(cache, 1));
    await cache.getFromCache(keyOf(cache, 1));
    await cache.getFromCache(keyOf(cache, 2));
    const { hits, misses, hit_rate: hitRate, entries, bytes } = cache.stats();
    assert.deepEqual({ hits, misses, hitRate, entries }, { hits: 3, misses: 1, hitRate: 0.75, entries: 1 });
    assert.ok(bytes > 0);
  });
}

function keyOf(cache: ManagedCache, name: unknown): string {
  const key = cache.generateCacheKey("tool.operation@1.0.0", "ann", "task", [], { name });
  assert.ok(key !== undefined);
  return key;
}

async function fill(cache: ManagedCache): Promise<void> {
  for (const tool of ["chart", "stats"]) {
    for (const userId of ["ann", "bob"]) {
      await cache.addToCache(keyOf(cache, [tool, userId]), 1, { tag: { tool, userId } });
    }
  }
}

async function left(cache: ManagedCache): Promise<string[]> {
  const names: string[] = [];
  for (const tool of ["chart", "stats"]) {
    for (const userId of ["ann", "bob"]) {
      if ((await cache.getFromCache(keyOf(cache, [tool, userId]))) === 1) names.push(`${tool} ${userId}`);
    }
  }
  return names;
}
