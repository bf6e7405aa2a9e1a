import { describe, expect, it } from "vitest";
import { TaskStepResult } from "./step-result.ts";

const whole = new TaskStepResult({
  step: "t.work",
  result: { rows: 3 },
  completed: true,
  message: "Completed operation t.work",
  status: "completed",
  startedAt: Date.UTC(2026, 0, 31),
  durationMs: 12,
  attempts: 2,
  cached: true,
});

describe("a step result", () => {
  it("[MOD-3] has exactly the seven keys on the wire, with null for what is absent", () => {
    expect(JSON.parse(JSON.stringify(new TaskStepResult({ step: "t.work" })))).toEqual({
      step: "t.work",
      result: null,
      completed: false,
      message: "",
      status: "pending",
      error_code: null,
      error_message: null,
    });
    expect(Object.keys(whole.toJSON())).toHaveLength(7);
  });

  it("[MOD-3] keeps what is known of its run apart, in `meta`", () => {
    expect(whole.toJSONWithMeta()).toEqual({
      ...whole.toJSON(),
      meta: { started_at: "2026-01-31T00:00:00.000Z", duration_ms: 12, attempts: 2, cached: true },
    });
    expect(new TaskStepResult({ step: "x" }).toJSONWithMeta().meta).toEqual({
      started_at: null,
      duration_ms: null,
      attempts: 0,
      cached: false,
    });
  });

  it("[MOD-3] comes back from the wire as it was, with meta and without", () => {
    expect(TaskStepResult.fromJSON(JSON.parse(JSON.stringify(whole.toJSONWithMeta())))).toEqual(whole);
    const failed = new TaskStepResult({ step: "t.work", status: "failed", errorCode: "E003", errorMessage: "broken" });
    const copy = TaskStepResult.fromJSON(JSON.parse(JSON.stringify(failed)));
    expect(copy).toBeInstanceOf(TaskStepResult);
    expect(copy).toEqual(failed);
  });

  it("keeps falsy results, and has null for none", () => {
    for (const result of [0, "", false, null]) expect(new TaskStepResult({ step: "x", result }).result).toBe(result);
    expect(new TaskStepResult({ step: "x", result: undefined }).result).toBeNull();
  });
});
