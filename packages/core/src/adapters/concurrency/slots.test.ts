import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OverloadedError, ValidationError } from "#contracts/errors.ts";
import { CancelScope } from "#primitives/cancel-scope.ts";
import { describeConcurrencyLimiterConformance } from "#testing/concurrency-limiter-conformance.ts";
import { createConcurrencyLimiter } from "./slots.ts";

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describeConcurrencyLimiterConformance({ describe, it }, (needs) => ({
  limiter: createConcurrencyLimiter(needs),
  settle,
}));

describe("createConcurrencyLimiter", () => {
  it("[RATE-2] [REL-2] never lets more in than there are slots and loses none, whoever is cancelled and when", async () => {
    const call = fc.record({
      userId: fc.constantFrom(undefined, "a", "b"),
      bounded: fc.boolean(),
      turns: fc.nat(4),
      cancelAfter: fc.option(fc.nat(8), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(call, { maxLength: 25 }), async (slots, calls) => {
        const limiter = createConcurrencyLimiter({ slots, maxWaiting: 6 });
        let running = 0;
        let most = 0;
        const outcomes = await Promise.all(
          calls.map(async ({ userId, bounded, turns, cancelAfter }) => {
            const scope = new CancelScope();
            if (cancelAfter !== undefined) void turn(cancelAfter).then(() => scope.cancel(new Error("cancelled")));
            try {
              if (!limiter.tryAcquire()) await limiter.acquire({ userId, bounded, cancellation: scope });
            } catch (error) {
              return error instanceof OverloadedError ? "refused" : "cancelled";
            }
            running += 1;
            most = Math.max(most, running);
            await turn(turns);
            running -= 1;
            limiter.release();
            return "ran";
          }),
        );
        expect(most).toBeLessThanOrEqual(slots);
        expect(limiter.free).toBe(slots);
        expect(limiter.waiting).toBe(0);
        const uncancelled = outcomes.filter((_, index) => calls[index]?.cancelAfter === undefined);
        expect(uncancelled).not.toContain("cancelled");
        const counted = outcomes.filter((_, index) => !calls[index]?.bounded);
        expect(counted).not.toContain("refused");
      }),
      { numRuns: 300 },
    );
  });

  it("keeps the slot with the caller when it is cancelled after having been let in", async () => {
    const limiter = createConcurrencyLimiter({ slots: 1 });
    const scope = new CancelScope();
    limiter.tryAcquire();
    const waiting = limiter.acquire({ cancellation: scope });
    limiter.release();
    scope.cancel(new Error("too late"));
    await waiting;
    expect(limiter.free).toBe(0);
    limiter.release();
    expect(limiter.free).toBe(1);
  });

  it("tells of a slot that is given back twice", () => {
    const limiter = createConcurrencyLimiter({ slots: 2 });
    limiter.tryAcquire();
    limiter.release();
    expect(() => limiter.release()).toThrow("All 2 slots are free: one was released twice");
  });

  it("refuses anything but a whole number of slots", () => {
    for (const slots of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => createConcurrencyLimiter({ slots })).toThrow(ValidationError);
    }
    expect(() => createConcurrencyLimiter({ slots: 0 })).toThrow("slots: expected a whole number above 0, received 0");
  });

  it("[REL-4] takes calls in again when the line is shorter", async () => {
    const limiter = createConcurrencyLimiter({ slots: 1, maxWaiting: 1 });
    limiter.tryAcquire();
    const first = limiter.acquire({});
    await expect(limiter.acquire({})).rejects.toThrow(
      "Too many calls wait for one of 1 slots to run in (1, the most allowed). Call again later, or raise max_queue",
    );
    limiter.release();
    await first;
    const second = limiter.acquire({});
    limiter.release();
    await second;
    const scope = new CancelScope();
    const left = limiter.acquire({ cancellation: scope });
    scope.cancel(new Error("left"));
    await expect(left).rejects.toThrow("left");
    const third = limiter.acquire({});
    limiter.release();
    await third;
  });

  it("lets 100,000 callers wait, half of them leave, and the others through", async () => {
    const limiter = createConcurrencyLimiter({ slots: 10, maxWaiting: 100_000 });
    const scope = new CancelScope();
    let ran = 0;
    const calls = Array.from({ length: 100_000 }, async (_, index) => {
      const cancellation = index % 2 === 0 ? scope : undefined;
      await limiter.acquire({ userId: `user ${index % 100}`, cancellation });
      ran += 1;
      limiter.release();
    });
    scope.cancel(new Error("left"));
    await Promise.allSettled(calls);
    expect(ran).toBe(50_005);
    expect(limiter.free).toBe(10);
  });
});

async function turn(times: number): Promise<void> {
  for (let index = 0; index < times; index += 1) await Promise.resolve();
}
