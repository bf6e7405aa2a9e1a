import { CancelledError, type ExecutionError } from "#contracts/errors.ts";
import type { Step } from "#contracts/plan.ts";
import type { TaskStepResult } from "#contracts/step-result.ts";
import type { CompiledStep } from "./step-graph.ts";

/** What is known of the steps that have ended. */
export type EndedSteps = {
  /** By absolute index. */
  outcome(absoluteIndex: number): TaskStepResult;
  /** Why a step did not complete; undefined for those before this call. */
  errorOf(absoluteIndex: number): ExecutionError | undefined;
};

/** A step never runs on the result of one that did not complete: says which, if there is one. */
export function findBrokenNeed({ params, each }: CompiledStep, ended: EndedSteps): CancelledError | undefined {
  for (const absolute of [...(params?.dependsOn ?? []), ...(each?.dependsOn ?? [])]) {
    const needed = ended.outcome(absolute);
    if (needed.completed) continue;
    const cause = ended.errorOf(absolute);
    return new CancelledError(`Not run: it needs the result of step ${absolute}, which ${howItEnded(needed)}`, {
      details: { reason: cause && isSkipped(cause) ? "needs_skipped" : "needs_failed" },
    });
  }
  return undefined;
}

function howItEnded({ status }: TaskStepResult): string {
  if (status === "cancelled") return "was cancelled";
  return status === "timed_out" ? "timed out" : "failed";
}

/** Whether a step was left out on purpose: by its own condition, or by that of a step it needs. */
export function isSkipped({ details }: ExecutionError): boolean {
  return details.reason === "condition_false" || details.reason === "needs_skipped";
}

/** The end of a step whose condition says no. */
export function skippedError(step: Step): CancelledError {
  return new CancelledError(`Not run: its condition was false (${step.when})`, {
    details: { reason: "condition_false" },
  });
}
