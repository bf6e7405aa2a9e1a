import { describe, expect, it } from "vitest";
import { CancelledError } from "#contracts/errors.ts";
import { setUpCall } from "../../testing-fixtures/set-up-call.ts";
import { timeOutAttempt } from "./time-out-attempt.ts";

const never = () => new Promise<never>(() => {});

describe("timeOutAttempt", () => {
  it("hands on how the work ends, and leaves no timer to go off", async () => {
    const { call, createCall, services, clock } = setUpCall();
    const link = timeOutAttempt(100, services);
    expect(await link(call, async ({ attempt }) => attempt?.taskId)).toBe(call.run.taskId);
    await expect(link(createCall(), () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    clock.advance(1000);
    expect(clock.pendingTimers).toBe(0);
    expect(services.statistics.abandoned).toBe(0);
  });

  it("[TIME-1] gives up work that takes too long, tells it by its signal, and counts it until it ends", async () => {
    const { call, services, clock } = setUpCall();
    call.clockMs = clock.monotonicMs();
    call.attempts = 2;
    const stubborn = Promise.withResolvers<string>();
    const work = timeOutAttempt(100, services)(call, () => stubborn.promise);
    const signal = call.attempt?.signal;
    clock.advance(99);
    expect(signal?.aborted).toBe(false);
    clock.advance(1);
    await expect(work).rejects.toMatchObject({ code: "E002", message: "t.work timed out after 100 ms (attempt 2)" });
    expect(signal?.aborted).toBe(true);
    expect(services.statistics.abandoned).toBe(1);
    stubborn.resolve("late");
    await stubborn.promise;
    await Promise.resolve();
    expect(services.statistics.abandoned).toBe(0);
  });

  it("gives up endless work without a time-out too, when the call is cancelled or the executor closed", async () => {
    const { createCall, services } = setUpCall();
    const link = timeOutAttempt(undefined, services);
    const controller = new AbortController();
    const cancelled = link(createCall({ signal: controller.signal }), never);
    controller.abort("enough");
    await expect(cancelled).rejects.toMatchObject({ code: "E004", message: "Cancelled", cause: "enough" });
    const endless = link(createCall({}, { cancellation: undefined }), never);
    services.deadlines.close(new CancelledError("closed"));
    await expect(endless).rejects.toThrow("closed");
  });

  it("starts nothing for a call that is cancelled already, nor once the executor is closed", async () => {
    const { createCall, services } = setUpCall();
    const link = timeOutAttempt(100, services);
    let started = 0;
    const next = async () => ++started;
    await expect(link(createCall({ signal: AbortSignal.abort() }), next)).rejects.toMatchObject({ code: "E004" });
    services.closing.cancel(new CancelledError("closed"));
    await expect(link(createCall({}, { cancellation: undefined }), next)).rejects.toThrow("closed");
    expect(started).toBe(0);
  });

  it("gives back the slots of an attempt that is not made", async () => {
    const { createCall, services } = setUpCall();
    const call = createCall({ signal: AbortSignal.abort() });
    let released = 0;
    call.release = () => void released++;
    await expect(timeOutAttempt(100, services)(call, never)).rejects.toMatchObject({ code: "E004" });
    expect([released, call.release]).toEqual([1, undefined]);
  });

  it("gives up at once an operation that brought about its own cancellation before it returned", async () => {
    const { createCall, services } = setUpCall();
    const controller = new AbortController();
    const stubborn = Promise.withResolvers<string>();
    const work = timeOutAttempt(100, services)(createCall({ signal: controller.signal }), () => {
      controller.abort();
      return stubborn.promise;
    });
    await expect(work).rejects.toMatchObject({ code: "E004" });
    expect(services.statistics.abandoned).toBe(1);
    stubborn.resolve("late");
    await stubborn.promise;
    await Promise.resolve();
    expect(services.statistics.abandoned).toBe(0);
  });

  it("tells progress while the work runs, within 0 and 1, and none of what comes after its end", async () => {
    const { call, services, events } = setUpCall();
    const link = timeOutAttempt(100, services);
    await link(call, async ({ attempt }) => attempt?.progress(-3, "begun"));
    call.attempt?.progress(0.9);
    expect(events).toMatchObject([{ type: "step.progressed", fraction: 0, message: "begun" }]);
    await expect(link(call, async ({ attempt }) => attempt?.progress(Number.NaN))).rejects.toThrow(
      "progress: expected a fraction from 0 to 1, received NaN",
    );
  });
});
