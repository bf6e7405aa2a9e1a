import type { ListOptions } from "#contracts/call.ts";
import type { ExecutionError } from "#contracts/errors.ts";
import type { TaskEvent } from "#contracts/events.ts";
import type { Plan, Step } from "#contracts/plan.ts";
import type { TaskStepResult } from "#contracts/step-result.ts";
import type { TaskStatus } from "#contracts/task-status.ts";
import type { Services } from "../services.ts";
import { listKinds } from "./list-kinds.ts";
import { parsePlan } from "./parse.ts";
import { runPlan } from "./run-plan.ts";

/** What a plan came to. */
export type PlanResult = {
  readonly status: TaskStatus;
  /** One per step, in the plan's order. */
  readonly results: readonly TaskStepResult[];
  /** What the plan's `output` says, by default the last step's result; null when a step it needs did not complete. */
  readonly output: unknown;
  /** Why the output could not be made although the steps completed; absent otherwise. */
  readonly error?: ExecutionError;
};

/**
 * Runs a plan in dependency order: steps whose inputs are ready run at once, and the outcome is that of running the
 * list in sequence.
 */
export async function executePlan(
  services: Services,
  source: Plan | readonly Step[],
  options: ListOptions = {},
  listener?: (event: TaskEvent) => void,
): Promise<PlanResult> {
  const plan = parsePlan(source);
  const { list, status, output, error } = await runPlan(services, { plan, kind: listKinds.plan, options, listener });
  return { status, results: list.results, output, ...(error && { error }) };
}
