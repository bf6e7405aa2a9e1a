import assert from "node:assert/strict";
import { CancelledError, OverloadedError } from "#contracts/errors.ts";
import type { ConcurrencyLimiter, PermitOptions } from "#contracts/rate-limiter.ts";
import { CancelScope } from "#primitives/cancel-scope.ts";
import type { SuiteFunctions } from "./suite-functions.ts";

export type ConcurrencyLimiterNeeds = { readonly slots: number; readonly maxWaiting: number };

/** A limiter all of whose slots are free, and the way to let what it has begun come to an end. */
export type ConcurrencyLimiterUnderTest = {
  readonly limiter: ConcurrencyLimiter;
  readonly settle: () => Promise<void>;
};

type Create = (needs: ConcurrencyLimiterNeeds) => ConcurrencyLimiterUnderTest | Promise<ConcurrencyLimiterUnderTest>;

/** What every concurrency limiter has to do, as tests. */
export function describeConcurrencyLimiterConformance({ describe, it }: SuiteFunctions, create: Create): void {
  describe("concurrency limiter conformance: order", () => order(it, create));
  describe("concurrency limiter conformance: leaving and refusing", () => leavingAndRefusing(it, create));
}

function order(it: SuiteFunctions["it"], create: Create): void {
  it("[RATE-2] lets as many in as there are slots, and the next one when a slot is given back", async () => {
    const { limiter, settle } = await create({ slots: 2, maxWaiting: 10 });
    const { admitted, join } = line(limiter);
    const all = Promise.all(["a", "b", "c", "d"].map((name) => join(name)));
    await settle();
    assert.deepEqual(admitted, ["a", "b"]);
    assert.equal(limiter.free, 0);
    assert.equal(limiter.waiting, 2);
    limiter.release();
    await settle();
    assert.deepEqual(admitted, ["a", "b", "c"]);
    for (let released = 0; released < 3; released += 1) limiter.release();
    await all;
    await settle();
    assert.equal(limiter.free, 2);
    assert.equal(limiter.waiting, 0);
  });

  it("[RATE-2] hands a slot to whoever waits, not to whoever comes by", async () => {
    const { limiter, settle } = await create({ slots: 1, maxWaiting: 10 });
    const { admitted, join } = line(limiter);
    await join("a");
    const waiting = join("b");
    await settle();
    limiter.release();
    assert.equal(limiter.tryAcquire(), false);
    await waiting;
    assert.deepEqual(admitted, ["a", "b"]);
  });

  it("[RATE-3] goes round the users, so that one user's many calls do not starve another's one", async () => {
    const { limiter, settle } = await create({ slots: 1, maxWaiting: 1_000 });
    const { admitted, join } = line(limiter);
    await join("first");
    const all = Promise.all([
      ...Array.from({ length: 100 }, (_, index) => join(`a${index}`, { userId: "a" })),
      join("b", { userId: "b" }),
      join("none"),
    ]);
    await settle();
    for (let released = 0; released < 103; released += 1) {
      limiter.release();
      await settle();
    }
    await all;
    assert.deepEqual(admitted.slice(0, 6), ["first", "a0", "b", "none", "a1", "a2"]);
    assert.equal(admitted.at(-1), "a99");
  });
}

function leavingAndRefusing(it: SuiteFunctions["it"], create: Create): void {
  it("[RATE-2] lets a waiting caller go at once when it is cancelled, and loses no slot", async () => {
    const { limiter, settle } = await create({ slots: 1, maxWaiting: 10 });
    const { admitted, join } = line(limiter);
    const scope = new CancelScope();
    const reason = new CancelledError("Cancelled");
    await join("a");
    const leaving = join("b", { cancellation: scope });
    const staying = join("c", { cancellation: new CancelScope() });
    await settle();
    scope.cancel(reason);
    await assert.rejects(leaving, reason);
    await assert.rejects(limiter.acquire({ cancellation: scope }), reason);
    limiter.release();
    await staying;
    limiter.release();
    await settle();
    assert.deepEqual(admitted, ["a", "c"]);
    assert.equal(limiter.free, 1);
  });

  it("[RATE-2] refuses a caller when too many wait, but not one that need not be counted", async () => {
    const { limiter, settle } = await create({ slots: 1, maxWaiting: 1 });
    const { admitted, join } = line(limiter);
    await join("a");
    const waiting = [join("b"), join("list", { bounded: false }), join("list", { bounded: false })];
    await settle();
    await assert.rejects(join("c"), (error) => {
      assert.ok(error instanceof OverloadedError);
      assert.equal(error.code, "E003");
      assert.equal(error.details.reason, "overloaded");
      assert.match(error.message, /Too many calls wait .*1, the most/);
      return true;
    });
    for (let released = 0; released < 4; released += 1) limiter.release();
    await Promise.all(waiting);
    assert.equal(admitted.length, 4);
  });
}

/** Lets named callers wait, and notes in which order they are admitted. */
function line(limiter: ConcurrencyLimiter) {
  const admitted: string[] = [];
  const join = async (name: string, options: PermitOptions = {}) => {
    await limiter.acquire(options);
    admitted.push(name);
  };
  return { admitted, join };
}
