import type { ListOptions } from "#contracts/call.ts";
import { ExecutionError } from "#contracts/errors.ts";
import type { TaskEvent } from "#contracts/events.ts";
import type { Resumption, WorkOutcome } from "#contracts/resumption.ts";
import type { TaskWork } from "#contracts/task.ts";
import type { Services } from "../services.ts";
import { listKinds } from "./list-kinds.ts";
import { parsePlan } from "./parse.ts";
import { type PlanOutcome, runPlan } from "./run-plan.ts";

/** A run of a task. */
export type WorkRun = {
  readonly options: ListOptions;
  readonly resumption: Resumption | undefined;
  readonly listener: ((event: TaskEvent) => void) | undefined;
};

/** Runs what a task is to do, from where earlier runs left it, until nothing more can be done now. */
export async function executeWork(
  services: Services,
  work: TaskWork,
  { options, resumption, listener }: WorkRun,
): Promise<WorkOutcome> {
  const { mode, plan, input, concurrency, stop_on_failure: stopOnFailure, allow } = work;
  const outcome = await runPlan(services, {
    // What is wrong with one item of a list is its own failure; a plan is refused as a whole.
    plan: mode === "plan" ? parsePlan(plan) : plan,
    kind: listKinds[mode],
    options: {
      ...options,
      input,
      concurrency: options.concurrency ?? concurrency,
      stopOnFailure: options.stopOnFailure ?? stopOnFailure,
      allow: options.allow ?? allow,
    },
    resumption,
    listener,
  });
  const { status, output, list } = outcome;
  const { waiting = [], paused = false } = list.left ?? {};
  return { status, results: list.byStep, output, error: errorOf(outcome), waiting, paused };
}

/** The output's error, else that of the failure which ended the run, else why it was cancelled. */
function errorOf({ error, list: { failure, left, run } }: PlanOutcome): ExecutionError | undefined {
  if (left) return undefined;
  const reason = run.cancelReason;
  return error ?? failure?.error ?? (reason instanceof ExecutionError ? reason : undefined);
}
