import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Cancellation, createExecutor, defineOperation, defineTool } from "@aiecs/core";
import { describeCacheConformance } from "@aiecs/core/testing";
import { createTable } from "@aiecs/core/toolkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRedis, type RedisConnection } from "#connection/open-redis.ts";
import { createCollectingLogger } from "#testing-fixtures/collecting-logger.ts";
import { type RedisServer, startRedis } from "#testing-fixtures/redis-server.ts";
import { createRedisCache, type RedisCache, type RedisCacheOptions } from "./redis-cache.ts";

const logger = createCollectingLogger();
let server: RedisServer;
let connection: RedisConnection;
const opened: RedisCache[] = [];

beforeAll(async () => {
  server = await startRedis();
  connection = await openRedis(server.url, { logger });
});
afterAll(async () => {
  for (const cache of opened) await cache[Symbol.asyncDispose]();
  await connection[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

function open(options: Partial<RedisCacheOptions> = {}): RedisCache {
  const cache = createRedisCache({ connection, logger, prefix: randomUUID(), timeoutMs: 2_000, ...options });
  opened.push(cache);
  return cache;
}

/** A cache that hears already what others tell. */
async function openListening(options: Partial<RedisCacheOptions> = {}): Promise<RedisCache> {
  const prefix = randomUUID();
  const channel = `${prefix}:cache:cleared`;
  const cache = open({ prefix, ...options });
  await expect.poll(() => connection.client.pubsub("NUMSUB", channel), { interval: 1 }).toEqual([channel, 1]);
  return cache;
}

/** Caches of two processes, as far as Redis can tell. */
function openTwo(options: Partial<RedisCacheOptions> = {}): [RedisCache, RedisCache] {
  const prefix = randomUUID();
  return [open({ prefix, ...options }), open({ prefix, ...options })];
}

const key = "a".repeat(64);

describeCacheConformance({ describe, it }, async () => ({ cache: await openListening(), wait: (ms) => sleep(ms) }));

describe("a cache on Redis, seen by another process", () => {
  it("[CACHE-7] gives what is plain data back exactly", async () => {
    const [ours, theirs] = openTwo();
    const values: unknown[] = [
      null,
      0,
      "",
      false,
      -0,
      Number.NaN,
      12n,
      "\ud800",
      new Date(0),
      { a: undefined },
      new Array(2),
    ];
    values.push(new Map([[{ a: 1 }, new Set([2])]]), new Float64Array([1, 2]), Buffer.from("x"), /x/g);
    values.push(JSON.parse('{"__proto__":{"x":1}}'), new ArrayBuffer(3), { deep: [{ er: new Uint8Array([1]) }] });
    for (const [index, value] of values.entries()) {
      await ours.addToCache(`${key}${index}`, value);
      expect(await theirs.getFromCache(`${key}${index}`)).toStrictEqual(value);
    }
  });

  it("[CACHE-7] does not give what only one process can hold, nor what is too large", async () => {
    class Own {
      readonly field = 1;
    }
    const [ours, theirs] = openTwo({ maxValueBytes: 1_000 });
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    const artifact = { id: "1", name: "a.png", path: "/a.png", media_type: "image/png", bytes: 1, sha256: "0" };
    const values = [createTable({ columns: { a: [1] } }), new Own(), () => 1, Symbol("s"), Object.create(null), cycle];
    for (const value of [...values, { artifact }, new URL("http://a/"), "x".repeat(2_000), { [Symbol("s")]: 1 }]) {
      await ours.addToCache(key, value);
      expect(await theirs.getFromCache(key)).toBeUndefined();
    }
    expect(await ours.getFromCache(key)).toBeUndefined();
  });

  it("[CACHE-7] keeps no longer than it should, in Redis and in the memory of the other", async () => {
    const [ours, theirs] = openTwo();
    await ours.addToCache(key, 1, { ttlS: 0.1 });
    await sleep(20);
    expect(await theirs.getFromCache(key)).toBe(1);
    expect(theirs.getFromCache(key)).toBe(1);
    await sleep(90);
    expect(await theirs.getFromCache(key)).toBeUndefined();
    expect(theirs.stats()).toMatchObject({ hits: 2, misses: 1, hit_rate: 2 / 3 });
  });

  it("[CACHE-8] is cleared for all processes, in their memories too", async () => {
    const [ours, theirs] = openTwo();
    const tag = { tool: "chart", userId: "ann" };
    for (const match of [{ tool: "chart" }, { userId: "ann" }, tag, {}]) {
      await ours.addToCache(key, 1, { tag });
      await ours.addToCache(`${key}2`, 2, { tag: { tool: "stats", userId: "bob" } });
      expect(await theirs.getFromCache(key)).toBe(1);
      await ours.clear(match);
      await expect.poll(() => theirs.getFromCache(key)).toBeUndefined();
      expect(await ours.getFromCache(key)).toBeUndefined();
      const cleared = Object.keys(match).length === 0;
      expect(await ours.getFromCache(`${key}2`)).toBe(cleared ? undefined : 2);
    }
  });

  it("[CACHE-1] [CACHE-7] lets nobody read names of users or tools in Redis", async () => {
    const prefix = randomUUID();
    const cache = open({ prefix });
    const made = cache.generateCacheKey("secret_tool.work@1", "ann@example.com", "", [], { a: "private" });
    await cache.addToCache(made ?? "", 1, { tag: { tool: "secret_tool", userId: "ann@example.com" } });
    await cache.clear({ userId: "ann@example.com" });
    for (const name of await connection.client.keys(`${prefix}*`)) {
      const text = name + JSON.stringify(await connection.client.call("DUMP", name));
      expect(text).not.toMatch(/secret_tool|ann@|private/);
    }
  });

  it("[CACHE-7] misses where somebody else's bytes stand, and says so once", async () => {
    const lines = createCollectingLogger();
    const prefix = randomUUID();
    const cache = open({ prefix, logger: lines });
    const name = `${prefix}:cache:entry:${key}`;
    await cache.addToCache(key, 1);
    for (const broken of ["foreign", Buffer.from([0xae, 0x01, 0xff, 0x0f, 0x6f]), ""]) {
      await connection.client.hset(name, "value", broken);
      await cache.clear({ tool: "another" });
      const reader = open({ prefix, logger: lines });
      expect(await reader.getFromCache(key)).toBeUndefined();
    }
    await connection.client.set(`${prefix}:cache:entry:other`, "a text");
    expect(await cache.getFromCache("other")).toBeUndefined();
    expect(lines.lines.filter((line) => line.includes("unreadable")).length).toBe(3);
  });
});

describe("leading", () => {
  const never: Cancellation = { reason: undefined, onCancel: () => () => {} };

  it("[CACHE-5] [CACHE-7] lets one process work, and gives the others its value as soon as it is there", async () => {
    const [ours, theirs] = openTwo();
    const lead = await ours.lead(key, never);
    const waiting = theirs.lead(key, never);
    await sleep(20);
    const start = performance.now();
    await ours.addToCache(key, "ours");
    if ("done" in lead) lead.done();
    expect(await waiting).toEqual({ value: "ours" });
    expect(performance.now() - start).toBeLessThan(400);
    expect(theirs.stats().hits).toBe(1);
  });

  it("[CACHE-7] lets the next one work when the first failed, was killed, or cannot share its result", async () => {
    const [ours, theirs] = openTwo({ leaseMs: 300 });
    const failing = await ours.lead(key, never);
    const next = theirs.lead(key, never);
    if ("done" in failing) failing.done();
    const lead = await next;
    expect(lead).toHaveProperty("done");
    const after = ours.lead(key, never);
    // The timer that renews its lease is all that a killed process leaves undone.
    await theirs[Symbol.asyncDispose]();
    const last = await after;
    await ours.addToCache(key, new URL("http://a/"));
    if ("done" in last) last.done();
    await sleep(20);
    const [one, two] = await Promise.all([ours.lead(key, never), ours.lead(key, never)]);
    expect("done" in one && "done" in two).toBe(true);
  });

  it("[CACHE-7] keeps the lead while work takes longer than a lease", async () => {
    const [ours, theirs] = openTwo({ leaseMs: 90 });
    await ours.lead(key, never);
    const waiting = theirs.lead(key, never);
    expect(await Promise.race([waiting, sleep(300, "still waiting")])).toBe("still waiting");
    await ours.addToCache(key, 1);
    expect(await waiting).toEqual({ value: 1 });
  });

  it("[CANCEL-1] lets one who waits go at once when it is cancelled", async () => {
    const [ours, theirs] = openTwo();
    await ours.lead(key, never);
    let cancel: (reason: Error) => void = () => {};
    const waiting = theirs.lead(key, { reason: undefined, onCancel: (listener) => ((cancel = listener), () => {}) });
    await sleep(30);
    cancel(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
  });
});

describe("a cache whose Redis is away", () => {
  it("[CACHE-7] [REL-3] misses at little cost, warns once, and is cleared before it is used again", async () => {
    await using own = await startRedis();
    await using redis = await openRedis(own.url, { logger });
    const lines = createCollectingLogger();
    await using cache = createRedisCache({
      connection: redis,
      logger: lines,
      timeoutMs: 50,
      memory: { maxEntries: 0 },
    });
    await cache.addToCache(key, 1);
    expect(await cache.getFromCache(key)).toBe(1);
    own.pause();
    expect(await cache.getFromCache(key)).toBeUndefined();
    const start = performance.now();
    for (let time = 0; time < 100; time += 1) expect(await cache.getFromCache(key)).toBeUndefined();
    await cache.addToCache(key, 2);
    expect(await cache.lead(key, undefined)).toHaveProperty("done");
    await cache.clear();
    expect(performance.now() - start).toBeLessThan(300);
    own.resume();
    await expect.poll(() => lines.lines.filter((line) => line.startsWith("info")).length, { timeout: 5_000 }).toBe(0);
    await expect
      .poll(async () => (await cache.addToCache(key, 3), await cache.getFromCache(key)), { timeout: 5_000 })
      .toBe(3);
    expect(lines.lines.filter((line) => line.startsWith("warn"))).toHaveLength(2);
  });

  it("[CACHE-7] [REL-3] goes on reading when Redis refuses writes", async () => {
    await using own = await startRedis();
    await using redis = await openRedis(own.url, { logger });
    const lines = createCollectingLogger();
    await using cache = createRedisCache({ connection: redis, logger: lines, memory: { maxEntries: 0 } });
    await cache.addToCache(key, 1);
    await redis.client.config("SET", "maxmemory", "1");
    await cache.addToCache(`${key}2`, 2);
    expect(await cache.getFromCache(key)).toBe(1);
    expect(await cache.lead(`${key}2`, undefined)).toHaveProperty("done");
    expect(lines.lines).toHaveLength(1);
    expect(lines.lines[0]).toMatch(/cannot be written.*maxmemory/);
  });
});

describe("executors that share a cache on Redis", () => {
  it("[CACHE-5] [CACHE-7] run equal calls once, and tell those who did not run", async () => {
    const prefix = randomUUID();
    let runs = 0;
    const tool = defineTool({
      name: "slow",
      description: "Is slow.",
      version: "1.0.0",
      operations: {
        work: defineOperation({
          description: "Works.",
          inputSchema: { type: "object" },
          annotations: { readOnly: true },
          cache: { ttlS: 60, scope: "global" },
          execute: async () => {
            runs += 1;
            await sleep(50);
            return { run: runs };
          },
        }),
      },
    });
    const executors = [1, 2, 3].map(() => createExecutor({ tools: [tool], cache: open({ prefix }) }));
    const results = await Promise.all(
      executors.flatMap((executor) => Array.from({ length: 10 }, () => executor.executeOperation("slow.work", {}))),
    );
    expect(runs).toBe(1);
    expect(results).toEqual(Array.from({ length: 30 }, () => ({ run: 1 })));
    for (const executor of executors) await executor[Symbol.asyncDispose]();
  });
});
