import { describe, expect, it } from "vitest";
import { CancelledError, OperationFailedError, OperationTimeoutError, ValidationError } from "#contracts/errors.ts";
import { CancelScope } from "#primitives/cancel-scope.ts";
import { createManualClock } from "#testing/manual-clock.ts";
import { retryLoop } from "./retry-loop.ts";
import { completePolicy } from "./retry-policy.ts";

/** Work that throws what it is told, one after another, and then gives how often it was tried. */
function setUp(throws: readonly unknown[], maxAttempts = 3) {
  const clock = createManualClock();
  const cancellation = new CancelScope();
  const retries: unknown[] = [];
  let attempts = 0;
  const run = () =>
    retryLoop(
      async () => {
        const thrown = throws[attempts++];
        if (thrown !== undefined) throw thrown;
        return attempts;
      },
      {
        policy: completePolicy({ maxAttempts, backoffMs: 100 }),
        clock,
        random: () => 0.5,
        cancellation,
        onRetry: (attempt, waitMs) => retries.push([attempt, waitMs]),
      },
    );
  return { clock, cancellation, retries, run, attempts: () => attempts };
}

const busy = (message = "busy") => new OperationFailedError(message, { cause: new Error(message) });

describe("retryLoop", () => {
  it("tries again after each wait, and tells of it before", async () => {
    const { clock, retries, run, attempts } = setUp([busy(), busy()]);
    const work = run();
    await clock.advanceAndSettle(49);
    expect(attempts()).toBe(1);
    await clock.advanceAndSettle(1);
    expect(attempts()).toBe(2);
    await clock.advanceAndSettle(100);
    expect(await work).toBe(3);
    expect(retries).toEqual([
      [2, 50],
      [3, 100],
    ]);
  });

  it("waits as long as the service asks, whatever the backoff says", async () => {
    const asked = new OperationFailedError("busy", { cause: Object.assign(new Error("busy"), { retryAfterMs: 3000 }) });
    const { clock, run, attempts } = setUp([asked]);
    const work = run();
    await clock.advanceAndSettle(2999);
    expect(attempts()).toBe(1);
    await clock.advanceAndSettle(1);
    expect(await work).toBe(2);
  });

  it("gives up at once on what does not mend, and at the last attempt", async () => {
    const invalid = setUp([new ValidationError("no")]);
    await expect(invalid.run()).rejects.toThrow("no");
    expect(invalid.attempts()).toBe(1);
    const { clock, run, attempts } = setUp([busy("one"), busy("two")], 2);
    const work = run().catch((error: unknown) => error);
    await clock.advanceAndSettle(50);
    expect(await work).toMatchObject({ code: "E005", details: { attempts: ["one", "two"] } });
    expect(attempts()).toBe(2);
  });

  it("[CANCEL-1] ends as cancelled or timed out when the whole call is, however often it was tried before", async () => {
    for (const reason of [new CancelledError("Cancelled"), new OperationTimeoutError("The call's deadline passed")]) {
      const { clock, cancellation, run } = setUp([busy(), reason]);
      const work = run().catch((error: unknown) => error);
      await clock.advanceAndSettle(0);
      cancellation.cancel(reason);
      expect(await work).toBe(reason);
    }
    const during = setUp([busy(), new CancelledError("Cancelled")]);
    const work = during.run().catch((error: unknown) => error);
    await during.clock.advanceAndSettle(50);
    expect(await work).toMatchObject({ code: "E004" });
  });

  it("[TIME-1] ends with the deadline of the whole call where that ends the last attempt", async () => {
    const clock = createManualClock();
    const cancellation = new CancelScope();
    const late = new OperationTimeoutError("The call's deadline passed");
    let attempts = 0;
    const work = async (): Promise<never> => {
      if (++attempts === 1) throw busy();
      cancellation.cancel(late);
      throw late;
    };
    const policy = completePolicy({ maxAttempts: 2, backoffMs: 10, jitter: false });
    const ended = retryLoop(work, { policy, clock, random: Math.random, cancellation }).catch(
      (error: unknown) => error,
    );
    await clock.advanceAndSettle(10);
    expect(await ended).toBe(late);
  });

  it("never repeats a fault of the runtime itself", async () => {
    const bug = new TypeError("not a function");
    const { run, attempts } = setUp([bug]);
    await expect(run()).rejects.toBe(bug);
    expect(attempts()).toBe(1);
  });
});
