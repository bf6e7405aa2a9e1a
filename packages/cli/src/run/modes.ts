import {
  ExecutionError,
  errorTable,
  type ListOptions,
  type OperationExecutor,
  type Plan,
  TaskStepResult,
} from "@aiecs/core";

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
): Promise<RunOutcome> {
  if (mode === "plan") {
    const { results, output, error } = await executor.executePlan(plan, options);
    return { results, output, outputError: error };
  }
  const input = { ...plan.input, ...options.input };
  const results = await runSteps(executor, plan, mode, { ...options, input });
  return { results, output: results.at(-1)?.result ?? null, outputError: null };
}

function runSteps(
  executor: OperationExecutor,
  plan: Plan,
  mode: Exclude<Mode, "plan">,
  options: ListOptions,
): Promise<readonly TaskStepResult[]> {
  switch (mode) {
    case "sequence":
      return executor.executeOperationsSequence(plan.steps, options.userId, options.taskId, {
        ...options,
        stopOnFailure: options.stopOnFailure ?? plan.stop_on_failure,
      });
    case "parallel":
      return executor.executeParallelOperations(plan.steps, options);
    case "batch":
      return runBatch(executor, plan, options);
  }
}

/** A batch gives bare results with errors in their place; here they are told like those of the other modes. */
async function runBatch(executor: OperationExecutor, plan: Plan, options: ListOptions): Promise<TaskStepResult[]> {
  const values = await executor.batchExecuteOperations(plan.steps, options);
  return values.map((value, index) => toStepResult(plan.steps[index]?.operation ?? "unknown", value));
}

function toStepResult(step: string, value: unknown): TaskStepResult {
  if (!(value instanceof ExecutionError)) {
    return new TaskStepResult({
      step,
      result: value,
      completed: true,
      message: `Completed operation ${step}`,
      status: "completed",
    });
  }
  return new TaskStepResult({
    step,
    message: `Failed to execute ${step}`,
    status: errorTable[value.code].status,
    errorCode: value.code,
    errorMessage: value.message,
  });
}
