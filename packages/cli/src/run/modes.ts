import {
  ExecutionError,
  errorTable,
  type ListOptions,
  type OperationExecutor,
  type Plan,
  TaskStepResult,
} from "@aiecs/core";
import type { StepJournal, StepRecord } from "#progress/step-journal.ts";

/** The ways to run a plan's steps. */
export const modes = ["plan", "sequence", "parallel", "batch"] as const;

export type Mode = (typeof modes)[number];

/** How a run ended. */
export type RunOutcome = {
  readonly results: readonly TaskStepResult[];
  /** What the plan gives. */
  readonly output: unknown;
  /** Why there is no output although steps completed. */
  readonly outputError: ExecutionError | null;
};

/** Runs a plan's steps in one of the modes. @throws E001 or E007 before anything runs */
export async function runInMode(
  executor: OperationExecutor,
  plan: Plan,
  mode: Mode,
  options: ListOptions,
  journal: StepJournal,
): Promise<RunOutcome> {
  if (mode === "plan") {
    const { results, output, error } = await executor.executePlan(plan, options);
    return { results, output, outputError: error ?? null };
  }
  const listOptions = { ...options, input: { ...plan.input, ...options.input } };
  const results =
    mode === "batch"
      ? await runBatch(executor, plan, listOptions, journal)
      : await runSteps(executor, plan, mode, listOptions);
  return { results, output: results.at(-1)?.result ?? null, outputError: null };
}

function runSteps(
  executor: OperationExecutor,
  plan: Plan,
  mode: "sequence" | "parallel",
  options: ListOptions,
): Promise<readonly TaskStepResult[]> {
  if (mode === "parallel") return executor.executeParallelOperations(plan.steps, options);
  const stopOnFailure = options.stopOnFailure ?? plan.stop_on_failure;
  return executor.executeOperationsSequence(plan.steps, options.userId, options.taskId, { ...options, stopOnFailure });
}

/** A batch gives bare results with errors in their place; here they are told like those of the other modes. */
async function runBatch(
  executor: OperationExecutor,
  plan: Plan,
  options: ListOptions,
  journal: StepJournal,
): Promise<TaskStepResult[]> {
  const values = await executor.batchExecuteOperations(plan.steps, options);
  return values.map((value, index) =>
    toStepResult(plan.steps[index]?.operation ?? "unknown", value, journal.steps.get(index)),
  );
}

function toStepResult(step: string, value: unknown, record: StepRecord | undefined): TaskStepResult {
  const { startedAt, durationMs, attempts = 0, cached = false } = record ?? {};
  const run = {
    step,
    attempts,
    cached,
    ...(attempts > 0 && { startedAt: startedAt ?? null, durationMs: durationMs ?? null }),
  };
  if (!(value instanceof ExecutionError)) {
    const message = `Completed operation ${step}`;
    return new TaskStepResult({ ...run, result: value, completed: true, message, status: "completed" });
  }
  const { status } = errorTable[value.code];
  const message = `Failed to execute ${step}`;
  return new TaskStepResult({ ...run, message, status, errorCode: value.code, errorMessage: value.message });
}
