import { errorTable, exitCodeOf, type Plan, type TaskStepResult, type WireError } from "@aiecs/core";
import type { StepJournal } from "#progress/step-journal.ts";
import type { RunOutcome } from "./modes.ts";

/** Why a step is no failure, or none of its own. */
type Standing = "completed" | "skipped" | "consequence" | "failure";

const stepFailed = 1;

/**
 * The exit code of a run whose steps wait for an approval, and of which nothing else is left to do: neither done nor
 * failed, to be gone on with later (`EX_TEMPFAIL` of sysexits, as 70 is its `EX_SOFTWARE`).
 */
export const exitCodeOfWaiting = 75;

/**
 * The exit code of a run: that of the first step which failed by itself. Optional steps do not count, nor do steps that
 * were left out by a condition; steps that were not run because of a failure never outrank it.
 */
export function exitCodeOfRun(plan: Plan, outcome: RunOutcome, journal: StepJournal, interrupted: boolean): number {
  const { results, outputError } = outcome;
  const counted = results
    .map((result, index) => ({ result, error: journal.steps.get(index)?.error, step: plan.steps[index] }))
    .filter(({ step }) => step?.optional !== true);
  const unfinished = results.length < plan.steps.length || counted.some(({ result }) => !result.completed);
  if (interrupted && unfinished) return errorTable.E004.exitCode;
  const standings = counted.map(({ result, error }) => standingOf(result, error));
  const failures = counted.filter((_, index) => standings[index] === "failure");
  const first = failures.find(({ result }) => result.errorCode !== "E004") ?? failures[0];
  if (first) return exitCodeOfStep(first.result, first.error);
  if (standings.includes("consequence")) return stepFailed;
  return outputError ? exitCodeOf(outputError) : 0;
}

/** How a step that did not complete is to be judged, from what its last event told. */
function standingOf(result: TaskStepResult, error: WireError | undefined): Standing {
  if (result.completed) return "completed";
  const reason = error?.details.reason;
  if (reason === "condition_false" || reason === "needs_skipped") return "skipped";
  if (reason === "needs_failed" || error?.message.startsWith("Not run: the plan stopped")) return "consequence";
  return "failure";
}

function exitCodeOfStep({ errorCode }: TaskStepResult, error: WireError | undefined): number {
  const unknownName = error?.name === "ToolNotFoundError" || error?.name === "OperationNotFoundError";
  if (unknownName) return errorTable.E001.exitCode;
  return errorCode === null ? stepFailed : errorTable[errorCode].exitCode;
}
