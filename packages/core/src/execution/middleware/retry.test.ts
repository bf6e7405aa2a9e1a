import { describe, expect, it } from "vitest";
import { CancelledError, OperationFailedError } from "#contracts/errors.ts";
import { setUpCall } from "../../testing-fixtures/set-up-call.ts";
import { notStarted } from "../call.ts";
import { completePolicy } from "../retry-policy.ts";
import { retry, tryOnce } from "./retry.ts";

const busy = () => new OperationFailedError("busy", { cause: new Error("busy") });

describe("retry", () => {
  it("counts attempts, announces each further one, and starts its clock anew", async () => {
    const { call, services, clock, events } = setUpCall();
    const link = retry(completePolicy({ maxAttempts: 3, backoffMs: 100, factor: 3, jitter: false }), services);
    const seen: unknown[] = [];
    const work = link(call, async (tried) => {
      seen.push([tried.attempts, tried.clockMs]);
      if (tried.attempts < 3) throw busy();
      return "done";
    });
    await clock.advanceAndSettle(100);
    await clock.advanceAndSettle(300);
    expect(await work).toBe("done");
    expect(seen).toEqual([
      [1, notStarted],
      [2, 1100],
      [3, 1400],
    ]);
    expect(events).toMatchObject([
      { type: "step.retrying", attempt: 2, waitMs: 100, error: { message: "busy" } },
      { type: "step.retrying", attempt: 3, waitMs: 300 },
    ]);
  });

  it("ends its wait when the call is cancelled, or the executor closed", async () => {
    const { createCall, services } = setUpCall();
    const link = retry(completePolicy({ maxAttempts: 2, backoffMs: 60_000, jitter: false }), services);
    const controller = new AbortController();
    const cancelled = link(createCall({ signal: controller.signal }), () => Promise.reject(busy()));
    const unowned = link(createCall({}, { cancellation: undefined }), () => Promise.reject(busy()));
    await Promise.resolve();
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ code: "E004", message: "Cancelled" });
    services.closing.cancel(new CancelledError("closed"));
    await expect(unowned).rejects.toThrow("closed");
  });

  it("announces nothing of a call inside another step", async () => {
    const { createCall, services, clock, events } = setUpCall();
    const link = retry(completePolicy({ maxAttempts: 2, backoffMs: 1, jitter: false }), services);
    const call = createCall({}, { inner: { caller: undefined, depth: 0, key: "[0]" } });
    const work = link(call, async (tried) => {
      if (tried.attempts === 1) throw busy();
      return "done";
    });
    await clock.advanceAndSettle(1);
    expect(await work).toBe("done");
    expect(events).toEqual([]);
  });
});

describe("tryOnce", () => {
  it("counts the one attempt and hands on whatever comes of it", async () => {
    const { call } = setUpCall();
    expect(await tryOnce()(call, async ({ attempts }) => attempts)).toBe(1);
    await expect(tryOnce()(call, () => Promise.reject(busy()))).rejects.toThrow("busy");
  });
});
