import { type ErrorCode, TaskStepResult, ValidationError, type WireError } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { createStepJournal } from "#progress/step-journal.ts";
import { exitCodeOfRun } from "./exit-code.ts";

type Ended =
  | "ok"
  | { readonly code: ErrorCode; readonly name?: string; readonly reason?: string; readonly optional?: true };

function exitCode(
  steps: readonly Ended[],
  options: { interrupted?: boolean; outputError?: ValidationError; of?: number } = {},
) {
  const journal = createStepJournal();
  const results = steps.map((ended, index) => {
    if (ended === "ok") return new TaskStepResult({ step: "t.a", completed: true, status: "completed" });
    const error: WireError = {
      name: ended.name ?? "ExecutionError",
      code: ended.code,
      message: ended.reason === "stopped" ? "Not run: the plan stopped at step 0" : "failed",
      details: ended.reason === undefined ? {} : { reason: ended.reason },
    };
    const envelope = { taskId: "t", userId: undefined, stepIndex: index, operation: "t.a", time: 0, sequence: 1 };
    journal.add({ ...envelope, type: "step.failed", durationMs: 0, error });
    return new TaskStepResult({ step: "t.a", status: "failed", errorCode: ended.code, errorMessage: "failed" });
  });
  const plan = {
    steps: Array.from({ length: options.of ?? steps.length }, (_, index) => {
      const ended = steps[index];
      return { operation: "t.a", optional: typeof ended === "object" && ended.optional === true };
    }),
  };
  const outcome = { results, output: null, outputError: options.outputError ?? null };
  return exitCodeOfRun(plan, outcome, journal, options.interrupted ?? false);
}

describe("exitCodeOfRun", () => {
  it("[CLI-1] follows the code of the step that failed", () => {
    expect(exitCode(["ok", "ok"])).toBe(0);
    expect(exitCode(["ok", { code: "E003" }])).toBe(1);
    expect(exitCode([{ code: "E001" }])).toBe(2);
    expect(exitCode([{ code: "E007" }])).toBe(2);
    expect(exitCode([{ code: "E002" }])).toBe(3);
    expect(exitCode([{ code: "E004" }])).toBe(4);
    expect(exitCode([{ code: "E005" }])).toBe(5);
    expect(exitCode([{ code: "E006" }])).toBe(6);
  });

  it("counts an unknown tool or operation as an invalid plan", () => {
    expect(exitCode([{ code: "E003", name: "ToolNotFoundError" }])).toBe(2);
    expect(exitCode([{ code: "E003", name: "OperationNotFoundError" }])).toBe(2);
  });

  it("does not count optional steps, nor those a condition left out", () => {
    expect(exitCode(["ok", { code: "E003", optional: true }])).toBe(0);
    expect(
      exitCode([
        { code: "E004", reason: "condition_false" },
        { code: "E004", reason: "needs_skipped" },
      ]),
    ).toBe(0);
  });

  it("lets no step outrank the failure that kept it from running", () => {
    expect(exitCode([{ code: "E004", reason: "needs_failed" }, { code: "E002" }])).toBe(3);
    expect(exitCode([{ code: "E003" }, { code: "E004", reason: "stopped" }])).toBe(1);
    expect(
      exitCode([
        { code: "E003", optional: true },
        { code: "E004", reason: "needs_failed" },
      ]),
    ).toBe(1);
  });

  it("prefers the failure to a cancellation, and the first failure to later ones", () => {
    expect(exitCode([{ code: "E004" }, { code: "E005" }, { code: "E002" }])).toBe(5);
  });

  it("is 4 when the user interrupted, unless everything had completed by then", () => {
    expect(exitCode([{ code: "E003" }, { code: "E004" }], { interrupted: true })).toBe(4);
    expect(exitCode([], { interrupted: true, of: 2 })).toBe(4);
    expect(exitCode(["ok"], { interrupted: true })).toBe(0);
  });

  it("is the output's error when the steps completed and the output cannot be made", () => {
    expect(exitCode(["ok"], { outputError: new ValidationError("x") })).toBe(2);
  });
});
