import { describe, expect, it } from "vitest";
import { OperationTimeoutError } from "#contracts/errors.ts";
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
    expect(call.record.durationMs).toBe(20);
    expect(services.statistics).toMatchObject({ total: 2, failed: 1 });
    const stats = services.statistics.operations()["t.work"];
    expect(stats).toMatchObject({ count: 2, errors: 1, min_time: 0.02, max_time: 0.04 });
  });

  it("begins at the moment its run began, where that is known, even at moment 0", async () => {
    const { call, clock, services } = setUpCall();
    call.record.startedAtMs = 0;
    await recordHistory(services)(call, async () => "done");
    expect(call.record.startedAtMs).toBe(0);
    expect(call.record.durationMs).toBe(clock.monotonicMs());
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
});
