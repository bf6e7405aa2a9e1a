import { describe, expect, it } from "vitest";
import { CancelledError, OperationTimeoutError, ValidationError } from "#contracts/errors.ts";
import { setUpCall } from "../../testing-fixtures/set-up-call.ts";
import { recordHistory } from "./record-history.ts";

describe("recordHistory", () => {
  it("counts and times every end once", async () => {
    const { call, createCall, clock, services } = setUpCall();
    const link = recordHistory(services);
    await link(call, async () => clock.advance(20));
    await expect(
      link(createCall(), () => {
        clock.advance(40);
        return Promise.reject(new OperationTimeoutError("too slow"));
      }),
    ).rejects.toThrow("too slow");
    expect(call.durationMs).toBe(20);
    expect(services.statistics).toMatchObject({ total: 2, failed: 1 });
    const stats = services.statistics.operations()["t.work"];
    expect(stats).toMatchObject({ count: 2, errors: 1, min_time: 0.02, max_time: 0.04 });
  });

  it("begins at the moment its run began, where that is known, even at moment 0", async () => {
    const { call, clock, services } = setUpCall();
    call.startedAtMs = 0;
    await recordHistory(services)(call, async () => "done");
    expect(call.startedAtMs).toBe(0);
    expect(call.durationMs).toBe(clock.monotonicMs());
  });

  it("[LOG-1] writes a failure with whose call it was, as a warning, and keeps the error with its stack", async () => {
    const { createCall, services, logged } = setUpCall();
    const call = createCall({ userId: "ann", taskId: "t1" }, { stepIndex: 3 });
    const error = new OperationTimeoutError("too slow");
    await expect(recordHistory(services)(call, () => Promise.reject(error))).rejects.toBe(error);
    expect(logged.filter(({ level }) => level !== "debug")).toEqual([
      {
        level: "warn",
        message: "Operation failed",
        fields: { err: error, operation: "t.work", taskId: "t1", userId: "ann", stepIndex: 3 },
      },
    ]);
  });

  it("[LOG-1] writes a fault of the runtime itself as an error that keeps what was thrown", async () => {
    const { call, services, logged } = setUpCall();
    const bug = new TypeError("not a function");
    await expect(recordHistory(services)(call, () => Promise.reject(bug))).rejects.toBe(bug);
    expect(logged.at(-1)).toMatchObject({ level: "error", fields: { err: { code: "E003", cause: bug } } });
  });

  it("[LOG-1] writes parameters at debug only, with secrets hidden", async () => {
    const params = { query: "x", api_key: "hunter2" };
    const quiet = setUpCall({ params, logs: (level) => level !== "debug" });
    await recordHistory(quiet.services)(quiet.call, async () => "done");
    expect(quiet.logged).toEqual([]);
    const { call, services, logged } = setUpCall({ params });
    await recordHistory(services)(call, async () => "done");
    expect(logged.map(({ level, message }) => [level, message])).toEqual([
      ["debug", "Operation started"],
      ["debug", "Operation completed"],
    ]);
    expect(logged[0]?.fields).toMatchObject({ operation: "t.work", params: { query: "x", api_key: "[hidden]" } });
    expect(logged[1]?.fields).toMatchObject({ durationMs: 0, attempts: 0, cached: false });
  });

  it("tells the start before the work, and the end with its duration after it", async () => {
    const { call, clock, events, services } = setUpCall();
    const output = await recordHistory(services)(call, async () => {
      expect(events.map(({ type }) => type)).toEqual(["step.started"]);
      clock.advance(7);
      return "done";
    });
    expect(output).toBe("done");
    expect(events[1]).toMatchObject({ type: "step.completed", operation: "t.work", stepIndex: 0, durationMs: 7 });
  });

  it("tells a failure by its code and message, without a stack, and throws on what was thrown", async () => {
    const { call, events, services } = setUpCall();
    const error = new ValidationError("a: expected number", { details: { problems: [] } });
    await expect(recordHistory(services)(call, () => Promise.reject(error))).rejects.toBe(error);
    expect(events[1]).toMatchObject({
      type: "step.failed",
      error: { name: "ValidationError", code: "E001", message: "a: expected number", details: { problems: [] } },
    });
    expect(JSON.stringify(events)).not.toContain("record-history.test.ts");
  });

  it("tells a cancellation apart from a failure", async () => {
    const { call, events, services } = setUpCall();
    await expect(recordHistory(services)(call, () => Promise.reject(new CancelledError("Cancelled")))).rejects.toThrow(
      "Cancelled",
    );
    expect(events[1]).toMatchObject({ type: "step.cancelled", error: { code: "E004" } });
  });

  it("tells nobody the words of a fault of the runtime itself, and throws it on as it is", async () => {
    const { call, events, services } = setUpCall();
    const bug = new TypeError("cannot read secret of undefined");
    await expect(recordHistory(services)(call, () => Promise.reject(bug))).rejects.toBe(bug);
    expect(events[1]).toMatchObject({ type: "step.failed", error: { code: "E003", message: "Internal error" } });
    expect(JSON.stringify(events)).not.toContain("secret");
  });

  it("tells nothing of a call inside another step", async () => {
    const { createCall, events, services } = setUpCall();
    const call = createCall({}, { inner: { caller: undefined, depth: 0, key: "[0]" } });
    await recordHistory(services)(call, async () => "done");
    expect(events).toEqual([]);
  });
});
