import assert from "node:assert/strict";
import { CancelledError, OverloadedError } from "#contracts/errors.ts";
import type { PermitOptions, RateLimiter } from "#contracts/rate-limiter.ts";
import { CancelScope } from "#primitives/cancel-scope.ts";
import type { SuiteFunctions } from "./suite-functions.ts";

export type RateLimiterNeeds = { readonly perSecond: number; readonly burst: number; readonly maxWaiting: number };

/** A limiter that has given nothing yet, and the way to let its time pass, promises included. */
export type RateLimiterUnderTest = { readonly limiter: RateLimiter; readonly wait: (ms: number) => Promise<void> };

type Create = (needs: RateLimiterNeeds) => RateLimiterUnderTest | Promise<RateLimiterUnderTest>;

/** What every rate limiter has to do, as tests. Rates are high, so that an adapter with real time is done soon. */
export function describeRateLimiterConformance({ describe, it }: SuiteFunctions, create: Create): void {
  describe("rate limiter conformance: order", () => order(it, create));
  describe("rate limiter conformance: leaving and refusing", () => leavingAndRefusing(it, create));
}

function order(it: SuiteFunctions["it"], create: Create): void {
  it("[RATE-1] gives the burst at once and then one permit per interval", async () => {
    const { limiter, wait } = await create({ perSecond: 20, burst: 2, maxWaiting: 10 });
    const { admitted, join } = line(limiter);
    const all = Promise.all(["a", "b", "c", "d"].map((name) => join(name)));
    await wait(10);
    assert.deepEqual(admitted, ["a", "b"]);
    await wait(50);
    assert.deepEqual(admitted, ["a", "b", "c"]);
    await wait(50);
    assert.deepEqual(admitted, ["a", "b", "c", "d"]);
    await all;
  });

  it("[RATE-1] refuses to hand out a permit past those who wait", async () => {
    const { limiter, wait } = await create({ perSecond: 20, burst: 1, maxWaiting: 10 });
    const { admitted, join } = line(limiter);
    const all = Promise.all(["a", "b"].map((name) => join(name)));
    await wait(5);
    assert.equal(limiter.tryAcquire(), false);
    await wait(60);
    assert.deepEqual(admitted, ["a", "b"]);
    await all;
  });

  it("[RATE-3] goes round the users, and serves each in order", async () => {
    const { limiter, wait } = await create({ perSecond: 100, burst: 1, maxWaiting: 10 });
    const { admitted, join } = line(limiter);
    await join("first");
    const all = Promise.all([
      ...["a1", "a2", "a3"].map((name) => join(name, { userId: "a" })),
      ...["b1", "b2"].map((name) => join(name, { userId: "b" })),
      join("none"),
    ]);
    await wait(90);
    await all;
    assert.deepEqual(admitted, ["first", "a1", "b1", "none", "a2", "b2", "a3"]);
  });
}

function leavingAndRefusing(it: SuiteFunctions["it"], create: Create): void {
  it("[RATE-2] lets a waiting caller go at once when it is cancelled, and its place with it", async () => {
    const { limiter, wait } = await create({ perSecond: 20, burst: 1, maxWaiting: 10 });
    const { admitted, join } = line(limiter);
    const scope = new CancelScope();
    await join("a");
    const leaving = join("b", { cancellation: scope });
    const staying = join("c");
    const reason = new CancelledError("Cancelled");
    scope.cancel(reason);
    await assert.rejects(leaving, reason);
    await assert.rejects(limiter.acquire({ cancellation: scope }), reason);
    await wait(60);
    await staying;
    assert.deepEqual(admitted, ["a", "c"]);
  });

  it("[RATE-2] refuses a caller when too many wait, but not one that need not be counted", async () => {
    const { limiter, wait } = await create({ perSecond: 100, burst: 1, maxWaiting: 2 });
    const { admitted, join } = line(limiter);
    await join("a");
    const waiting = [join("b"), join("list", { bounded: false }), join("c")];
    await assert.rejects(join("d"), (error) => {
      assert.ok(error instanceof OverloadedError);
      assert.equal(error.code, "E003");
      assert.equal(error.details.reason, "overloaded");
      assert.match(error.message, /Too many calls wait .*2, the most/);
      return true;
    });
    waiting.push(join("list", { bounded: false }));
    await wait(60);
    await Promise.all(waiting);
    assert.equal(admitted.length, 5);
  });
}

/** Lets named callers wait, and notes in which order they are admitted. */
function line(limiter: RateLimiter) {
  const admitted: string[] = [];
  const join = async (name: string, options: PermitOptions = {}) => {
    await limiter.acquire(options);
    admitted.push(name);
  };
  return { admitted, join };
}
