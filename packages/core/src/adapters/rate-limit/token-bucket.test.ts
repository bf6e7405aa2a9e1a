import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ValidationError } from "#contracts/errors.ts";
import { CancelScope } from "#primitives/cancel-scope.ts";
import { createManualClock } from "#testing/manual-clock.ts";
import { describeRateLimiterConformance } from "#testing/rate-limiter-conformance.ts";
import { createRateLimiter } from "./token-bucket.ts";

describeRateLimiterConformance({ describe, it }, (needs) => {
  const clock = createManualClock();
  return { limiter: createRateLimiter({ ...needs, clock }), wait: (ms) => clock.advanceAndSettle(ms) };
});

/** Takes a permit or waits for one at each moment given, and tells when permits were given. */
function arrive(perSecond: number, burst: number, gapsMs: readonly number[]): number[] {
  const clock = createManualClock();
  const limiter = createRateLimiter({ perSecond, burst, clock });
  const startsMs: number[] = [];
  // A cancellation is forgotten in the very moment of admission, before any promise settles.
  const waitFor = () => {
    const onCancel = () => () => void startsMs.push(clock.monotonicMs());
    void limiter.acquire({ cancellation: { reason: undefined, onCancel } });
  };
  for (const gapMs of gapsMs) {
    clock.advance(gapMs);
    if (limiter.tryAcquire()) startsMs.push(clock.monotonicMs());
    else waitFor();
  }
  clock.advance(1e12);
  expect(clock.pendingTimers).toBe(0);
  return startsMs;
}

function expectBound(startsMs: readonly number[], perSecond: number, burst: number): void {
  for (const [first, fromMs] of startsMs.entries()) {
    for (let last = first; last < startsMs.length; last += 1) {
      const seconds = ((startsMs[last] ?? 0) - fromMs) / 1_000;
      expect(last - first + 1).toBeLessThanOrEqual(burst + perSecond * seconds + 1e-9);
    }
  }
}

describe("createRateLimiter", () => {
  it("[RATE-1] [REL-2] gives no more than burst + perSecond × W permits in any window of W seconds", () => {
    const perSecond = fc.oneof(fc.integer({ min: 1, max: 2_000 }), fc.double({ min: 0.001, max: 50, noNaN: true }));
    const gapMs = fc.oneof(fc.constant(0), fc.nat(50), fc.nat(5_000), fc.double({ min: 0, max: 500, noNaN: true }));
    fc.assert(
      fc.property(
        perSecond,
        fc.integer({ min: 1, max: 6 }),
        fc.array(gapMs, { maxLength: 60 }),
        (rate, burst, gapsMs) => {
          const startsMs = arrive(rate, burst, gapsMs);
          expect(startsMs).toHaveLength(gapsMs.length);
          expectBound(startsMs, rate, burst);
        },
      ),
      { numRuns: 400 },
    );
  });

  it("[RATE-1] keeps the bound to the last digit where times are whole milliseconds", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), fc.array(fc.nat(400), { maxLength: 60 }), (perSecond, gapsMs) => {
        const startsMs = arrive(perSecond, 3, gapsMs);
        for (const [first, fromMs] of startsMs.entries()) {
          for (let last = first; last < startsMs.length; last += 1) {
            const thousandths = ((startsMs[last] ?? 0) - fromMs) * perSecond;
            expect((last - first + 1 - 3) * 1_000).toBeLessThanOrEqual(thousandths);
          }
        }
      }),
    );
  });

  it("[RATE-1] does not fall behind its rate however long it is busy", () => {
    expect(arrive(3, 2, new Array<number>(9_002).fill(0)).at(-1)).toBe(3_000_000);
    expect(arrive(7, 5, new Array<number>(7_005).fill(0)).at(-1)).toBe(1_000_000);
  });

  it("[RATE-1] works below one per second", () => {
    expect(arrive(0.1, 1, [0, 0, 0])).toEqual([0, 10_000, 20_000]);
    expect(arrive(1 / 86_400, 1, [0, 0])).toEqual([0, 86_400_000]);
  });

  it("[RATE-1] fills up to the burst while idle and no further", () => {
    expect(arrive(10, 3, [0, 0, 0, 100_000, 0, 0, 0, 0])).toEqual([
      0, 0, 0, 100_000, 100_000, 100_000, 100_100, 100_200,
    ]);
  });

  it("[RATE-1] does not take a nearly full bucket for a full one", () => {
    expect(arrive(1, 2, [0, 999, 0])).toEqual([0, 999, 1_000]);
  });

  it("lets nobody past those who wait, also when their timer is late", async () => {
    const clock = createManualClock();
    const late = { ...clock, schedule: (callback: () => void, ms: number) => clock.schedule(callback, ms + 50) };
    const limiter = createRateLimiter({ perSecond: 10, clock: late });
    limiter.tryAcquire();
    const waiting = limiter.acquire({});
    clock.advance(120);
    expect(limiter.tryAcquire()).toBe(false);
    clock.advance(30);
    await waiting;
  });

  it("has one timer at most, and none when nobody waits", async () => {
    const clock = createManualClock();
    const limiter = createRateLimiter({ perSecond: 1, clock });
    const scope = new CancelScope();
    expect(limiter.tryAcquire()).toBe(true);
    expect(clock.pendingTimers).toBe(0);
    const waiting = Array.from({ length: 100 }, () => limiter.acquire({ cancellation: scope }));
    expect(clock.pendingTimers).toBe(1);
    scope.cancel(new Error("left"));
    const outcomes = await Promise.allSettled(waiting);
    expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
    expect(clock.pendingTimers).toBe(0);
    const refused = createRateLimiter({ perSecond: 1, clock, maxWaiting: 0 });
    refused.tryAcquire();
    await expect(refused.acquire({})).rejects.toThrow("Too many calls wait for the rate limit of 1 per second (0,");
    expect(clock.pendingTimers).toBe(0);
  });

  it("looks again when a timer fires early", async () => {
    const clock = createManualClock();
    const hasty = { ...clock, schedule: (callback: () => void, ms: number) => clock.schedule(callback, ms - 0.5) };
    const limiter = createRateLimiter({ perSecond: 10, clock: hasty });
    limiter.tryAcquire();
    let admitted = false;
    const waiting = limiter.acquire({}).then(() => {
      admitted = true;
    });
    await clock.advanceAndSettle(99.9);
    expect(admitted).toBe(false);
    await clock.advanceAndSettle(1);
    expect(admitted).toBe(true);
    await waiting;
  });

  it("refuses rates and bursts that are none, and says what to do", () => {
    for (const perSecond of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => createRateLimiter({ perSecond })).toThrow(ValidationError);
    }
    expect(() => createRateLimiter({ perSecond: 0 })).toThrow(
      "perSecond: expected a number above 0, received 0. For no limit, leave the rate limit out",
    );
    for (const burst of [0, -1, 1.5]) {
      expect(() => createRateLimiter({ perSecond: 1, burst })).toThrow("burst: expected a whole number above 0");
    }
  });

  it("lets 100,000 callers wait and goes through them in linear time", async () => {
    const clock = createManualClock();
    const limiter = createRateLimiter({ perSecond: 1_000_000, burst: 1_000, clock, maxWaiting: 100_000 });
    const waiting = Array.from({ length: 100_000 }, (_, index) => limiter.acquire({ userId: `user ${index % 10}` }));
    clock.advance(100);
    await Promise.all(waiting);
  });
});
