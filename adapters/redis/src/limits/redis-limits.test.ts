import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { CancelledError, DatabaseError, ValidationError } from "@aiecs/core";
import { describeConcurrencyLimiterConformance, describeRateLimiterConformance } from "@aiecs/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRedis, type RedisConnection } from "#connection/open-redis.ts";
import { createCollectingLogger } from "#testing-fixtures/collecting-logger.ts";
import { type RedisServer, startRedis } from "#testing-fixtures/redis-server.ts";
import { createRedisLimits, type RedisLimits, type RedisLimitsOptions } from "./redis-limits.ts";

const logger = createCollectingLogger();
let server: RedisServer;
let connection: RedisConnection;
const opened: RedisLimits[] = [];

beforeAll(async () => {
  server = await startRedis();
  connection = await openRedis(server.url, { logger });
  // Whatever is slow the first time is done before anything is measured.
  await anew()
    .rate({ ...limit, perSecond: 1, burst: 1 })
    .acquire({});
  await anew()
    .concurrency({ ...limit, slots: 1 })
    .acquire({});
});
afterAll(async () => {
  for (const limits of opened) await limits[Symbol.asyncDispose]();
  await connection[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

/** Limits of one process, as far as Redis can tell. */
function open(options: Partial<RedisLimitsOptions> = {}): RedisLimits {
  const limits = createRedisLimits({ connection, logger, ...options });
  opened.push(limits);
  return limits;
}

/** Commands are answered in order: after this, what was begun before has come to an end. */
async function settle(): Promise<void> {
  for (let trip = 0; trip < 5; trip += 1) await connection.client.ping();
}

const limit = { name: "test", maxWaiting: 10_000 };
/** Keys of its own for each limit, so that one test does not wait for another's. */
const anew = (): RedisLimits => open({ prefix: randomUUID() });

/** The time of Redis is real: so much slower, a busy machine does not matter. */
const slowness = 6;

describeRateLimiterConformance({ describe, it }, ({ perSecond, ...needs }) => ({
  limiter: anew().rate({ ...limit, ...needs, perSecond: perSecond / slowness }),
  wait: (ms) => sleep(ms * slowness),
}));

describeConcurrencyLimiterConformance({ describe, it }, (needs) => ({
  limiter: anew().concurrency({ ...limit, ...needs }),
  settle,
}));

describe("a rate limit on Redis", () => {
  it("[RATE-4] gives processes that wait their turn, and all of them together no more than the rate", async () => {
    const prefix = randomUUID();
    const limiters = [0, 1, 2].map(() => open({ prefix }).rate({ ...limit, perSecond: 100, burst: 3 }));
    const starts: { readonly ms: number; readonly who: number }[] = [];
    const acquire = async (who: number) => {
      await limiters[who]?.acquire({});
      starts.push({ ms: performance.now(), who });
    };
    await Promise.all(Array.from({ length: 63 }, (_, index) => acquire(index % 3)));
    const lastMs = starts.at(-1)?.ms ?? 0;
    expect(lastMs - (starts[0]?.ms ?? 0)).toBeGreaterThan(590);
    for (const who of [0, 1, 2]) {
      expect(starts.slice(0, 33).filter((start) => start.who === who).length).toBeGreaterThanOrEqual(6);
    }
  });

  it("[RATE-4] counts limits apart that have other names or figures", async () => {
    const limits = anew();
    const slow = { ...limit, perSecond: 0.01, burst: 1 };
    for (const request of [slow, { ...slow, name: "other" }, { ...slow, burst: 2 }, { ...slow, perSecond: 0.02 }]) {
      await limits.rate(request).acquire({});
    }
  });

  it("does not lose what was promised to one who left, as long as another one wants it in time", async () => {
    const limiter = anew().rate({ ...limit, perSecond: 10, burst: 1 });
    await limiter.acquire({});
    const start = performance.now();
    const controller = new Leaver();
    const leaving = limiter.acquire({ cancellation: controller });
    await settle();
    controller.leave();
    await expect(leaving).rejects.toThrow("left");
    await limiter.acquire({});
    expect(performance.now() - start).toBeLessThan(180);
  });

  it("refuses figures that are none", () => {
    expect(() => anew().rate({ ...limit, perSecond: 0, burst: 1 })).toThrow(ValidationError);
    expect(() => anew().concurrency({ ...limit, slots: 0 })).toThrow(ValidationError);
  });
});

describe("a concurrency limit on Redis", () => {
  it("[RATE-4] hands slots from process to process, and wakes who waits", async () => {
    const prefix = randomUUID();
    const [ann, bob] = [open({ prefix }), open({ prefix })].map((each) => each.concurrency({ ...limit, slots: 2 }));
    if (!ann || !bob) throw new Error("Two limiters were made");
    const admitted: string[] = [];
    const join = async (limiter: typeof ann, name: string) => {
      await limiter.acquire({});
      admitted.push(name);
    };
    await join(ann, "a1");
    await join(ann, "a2");
    const waiting = [join(ann, "a3"), join(ann, "a4"), join(bob, "b1"), join(bob, "b2")];
    await settle();
    await sleep(20);
    const start = performance.now();
    ann.release();
    ann.release();
    await expect.poll(() => admitted.length, { interval: 1 }).toBe(4);
    expect(admitted.slice(2).sort()).toEqual(["a3", "b1"]);
    ann.release();
    bob.release();
    await Promise.all(waiting);
    expect(performance.now() - start).toBeLessThan(500);
    ann.release();
    bob.release();
    await settle();
    expect(bob.free).toBe(2);
    expect(await connection.client.keys(`${prefix}*`)).toEqual([]);
  });

  it("[RATE-4] goes round the processes where one has many calls and another has one", async () => {
    const prefix = randomUUID();
    const [many, one] = [open({ prefix }), open({ prefix })].map((each) => each.concurrency({ ...limit, slots: 1 }));
    let ran = 0;
    const work = async () => {
      await many?.acquire({});
      ran += 1;
      await sleep(1);
      many?.release();
    };
    const all = Promise.all(Array.from({ length: 100 }, work));
    await sleep(20);
    const before = ran;
    await one?.acquire({});
    expect(ran - before).toBeLessThan(10);
    one?.release();
    await all;
  });

  it("[RATE-4] takes the slots of a process that is heard of no more, within a lease", async () => {
    const prefix = randomUUID();
    const gone = open({ prefix, leaseMs: 300 });
    const waiting = open({ prefix, leaseMs: 300 }).concurrency({ ...limit, slots: 1 });
    await gone.concurrency({ ...limit, slots: 1 }).acquire({});
    const start = performance.now();
    const admitted = waiting.acquire({});
    await gone[Symbol.asyncDispose]();
    await admitted;
    expect(performance.now() - start).toBeLessThan(380);
    waiting.release();
  });

  it("[RATE-4] keeps the slots of a process whose work takes longer than a lease", async () => {
    const prefix = randomUUID();
    const [slow, other] = [open({ prefix, leaseMs: 90 }), open({ prefix, leaseMs: 90 })];
    const holding = slow.concurrency({ ...limit, slots: 1 });
    await holding.acquire({});
    let admitted = false;
    const waiting = other.concurrency({ ...limit, slots: 1 }).acquire({});
    void waiting.then(() => (admitted = true));
    await sleep(300);
    expect(admitted).toBe(false);
    holding.release();
    await waiting;
  });

  it("[RATE-4] lends nothing at first when Redis forgot who holds slots", async () => {
    await using own = await startRedis();
    await using redis = await openRedis(own.url, { logger });
    const leaseMs = 600;
    await using first = createRedisLimits({ connection: redis, logger, leaseMs });
    await using second = createRedisLimits({ connection: redis, logger, leaseMs });
    const holding = first.concurrency({ ...limit, slots: 1 });
    await holding.acquire({});
    let admitted = false;
    const waiting = second.concurrency({ ...limit, slots: 1 }).acquire({});
    void waiting.then(() => (admitted = true));
    await expect.poll(() => redis.client.exists("aiecs:slots:{test:1}:waits"), { interval: 1 }).toBe(1);
    await own.restart();
    await sleep(900);
    expect(admitted).toBe(false);
    holding.release();
    await waiting;
  });
});

describe("limits on Redis while it is away", () => {
  it("[RATE-4] [REL-3] fail those who wait, after a while, with E006; and go on when it is back", async () => {
    await using own = await startRedis();
    await using redis = await openRedis(own.url, { logger, commandTimeoutMs: 200 });
    await using limits = createRedisLimits({ connection: redis, logger, patienceMs: 300, leaseMs: 600 });
    const rate = limits.rate({ ...limit, perSecond: 1_000, burst: 1 });
    const slots = limits.concurrency({ ...limit, slots: 1 });
    await Promise.all([rate.acquire({}), slots.acquire({})]);
    await own.kill();
    const start = performance.now();
    const leaver = new Leaver();
    const leaving = slots.acquire({ cancellation: leaver });
    const outcomes = Promise.allSettled([rate.acquire({}), slots.acquire({})]);
    leaver.leave();
    await expect(leaving).rejects.toThrow("left");
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: "rejected", reason: expect.any(DatabaseError) });
    }
    expect(performance.now() - start).toBeLessThan(3_000);
    expect(slots.waiting).toBe(0);
    slots.release();
    await own.restart();
    const again = async () => {
      await rate.acquire({});
      await slots.acquire({});
    };
    await expect.poll(() => again().then(() => "both", String), { timeout: 5_000 }).toBe("both");
  });
});

/** A cancellation that somebody makes use of. */
class Leaver {
  reason: Error | undefined;
  #listener: ((reason: Error) => void) | undefined;

  onCancel(listener: (reason: Error) => void): () => void {
    this.#listener = listener;
    return () => (this.#listener = undefined);
  }

  leave(): void {
    this.reason = new CancelledError("left");
    this.#listener?.(this.reason);
  }
}
