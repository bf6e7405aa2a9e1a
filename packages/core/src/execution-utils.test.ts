import { describe, expect, it } from "vitest";
import { createManualClock } from "#testing/manual-clock.ts";
import { assertImplements } from "#toolkit/assert-implements.ts";
import { ExecutionUtils } from "./execution-utils.ts";

function setUp(maxAttempts = 3) {
  const clock = createManualClock();
  const retry = { max_attempts: maxAttempts, backoff_ms: 10, jitter: false };
  return { clock, utils: new ExecutionUtils({ cache_size: 2, cache_ttl_s: 60, retry, clock }) };
}

/** Throws what it is told, one after another, and then gives how often it was called. */
function flaky(...throws: readonly unknown[]) {
  let calls = 0;
  return async () => {
    const thrown = throws[calls++];
    if (thrown !== undefined) throw thrown;
    return calls;
  };
}

describe("ExecutionUtils as a cache", () => {
  it("[INT-3] [INT-6] is an ICacheProvider whose falsy values are hits", () => {
    const { utils } = setUp();
    expect(() => assertImplements("ICacheProvider", utils)).not.toThrow();
    const key = utils.generateCacheKey("t.work", "ann", "t1", [], { a: 1 });
    expect(key).toBe(utils.generateCacheKey("t.work", "ann", "t1", [], { a: 1 }));
    expect(key).not.toBe(utils.generateCacheKey("t.work", "bob", "t1", [], { a: 1 }));
    for (const value of [null, 0, "", false]) {
      utils.addToCache("key", value);
      expect(utils.getFromCache("key")).toBe(value);
    }
    expect(utils.getFromCache("other")).toBeUndefined();
  });

  it("[CACHE-4] is bounded by its size and its time, and tells its figures", () => {
    const { utils, clock } = setUp();
    for (const key of ["a", "b", "c"]) utils.addToCache(key, key);
    expect([utils.getFromCache("a"), utils.getFromCache("c")]).toEqual([undefined, "c"]);
    expect(utils.stats()).toMatchObject({ entries: 2, evictions: 1, hits: 1, misses: 1 });
    clock.advance(60_000);
    expect(utils.getFromCache("c")).toBeUndefined();
    utils.addToCache("d", 1);
    utils.clear();
    expect(utils.stats().entries).toBe(0);
  });
});

describe("ExecutionUtils.withRetry", () => {
  it("runs a function again until it works", async () => {
    const { utils, clock } = setUp();
    const work = utils.withRetry(flaky(new Error("busy"), new Error("busy")));
    await clock.advanceAndSettle(10);
    await clock.advanceAndSettle(20);
    expect(await work).toBe(3);
  });

  it("[ERR-4] says in the function's own words why it gave up", async () => {
    const { utils, clock } = setUp(2);
    const work = utils.withRetry(flaky(new Error("one"), new Error("two"))).catch((error: unknown) => error);
    await clock.advanceAndSettle(10);
    expect(await work).toMatchObject({
      code: "E005",
      message: "two (gave up after 2 attempts)",
      details: { attempts: ["one", "two"] },
    });
  });

  it("stops at once for an error that says so, and takes a policy of its own", async () => {
    const { utils, clock } = setUp();
    const never = Object.assign(new Error("no such account"), { retryable: false });
    await expect(utils.withRetry(flaky(never))).rejects.toMatchObject({ code: "E003", cause: never });
    await expect(utils.withRetry(flaky("just text"), { maxAttempts: 1 })).rejects.toThrow("just text");
    const work = utils.withRetry(flaky(new Error("busy")), { maxAttempts: 2, backoffMs: 500, jitter: false });
    await clock.advanceAndSettle(500);
    expect(await work).toBe(2);
  });

  it("takes a function that is not asynchronous", async () => {
    expect(await setUp().utils.withRetry(() => 7)).toBe(7);
  });
});

describe("ExecutionUtils.withTimeout", () => {
  it("gives what comes in time, and aborts what does not", async () => {
    const { utils, clock } = setUp();
    expect(await utils.withTimeout(() => 7, 100)).toBe(7);
    expect(clock.pendingTimers).toBe(0);
    let seen: AbortSignal | undefined;
    async function slowWork(signal: AbortSignal): Promise<never> {
      seen = signal;
      return new Promise(() => {});
    }
    const work = utils.withTimeout(slowWork, 100);
    clock.advance(100);
    await expect(work).rejects.toMatchObject({ code: "E002", message: "slowWork timed out after 100 ms" });
    expect(seen?.aborted).toBe(true);
    await expect(utils.withTimeout(() => Promise.reject(new Error("own")), 100)).rejects.toThrow("own");
  });

  it("gives each attempt its own time when both are wanted", async () => {
    const { utils, clock } = setUp();
    let calls = 0;
    const work = utils.executeWithRetryAndTimeout(
      () => (++calls < 3 ? new Promise<never>(() => {}) : Promise.resolve("third")),
      { timeoutMs: 50 },
    );
    for (const ms of [50, 10, 50, 20]) await clock.advanceAndSettle(ms);
    expect(await work).toBe("third");
    expect(await utils.executeWithRetryAndTimeout((signal) => signal.aborted)).toBe(false);
  });
});
