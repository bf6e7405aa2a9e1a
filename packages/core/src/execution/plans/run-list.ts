import type { ListOptions } from "#contracts/call.ts";
import { CancelledError, ExecutionError, ValidationError } from "#contracts/errors.ts";
import type { TaskEvent } from "#contracts/events.ts";
import type { Plan, Step } from "#contracts/plan.ts";
import type { TaskStepResult } from "#contracts/step-result.ts";
import { wishesOf } from "../policy.ts";
import { Run } from "../run.ts";
import type { OperationSource, Services } from "../services.ts";
import { traceTask } from "../telemetry.ts";
import { analyzePlan } from "./analyze.ts";
import type { StepNaming } from "./naming.ts";
import { createReadySteps } from "./ready-steps.ts";
import { rejectErrors } from "./reject-errors.ts";
import { schedule } from "./schedule.ts";
import { buildStepGraph, type StepGraph } from "./step-graph.ts";
import { isSkipped, StepRunner } from "./step-runner.ts";

/** How a mode runs its list. */
export type ListMode = {
  readonly options: ListOptions;
  readonly naming: StepNaming;
  /** One after another, and later steps are absent once it stops. */
  readonly sequential?: boolean;
  readonly paced?: boolean;
  /** Already made by the mode, with an order of its own. */
  readonly graph?: StepGraph;
  readonly listener?: (event: TaskEvent) => void;
  /** Where operations come from, where not from the registry. */
  readonly operations?: OperationSource;
};

export type ListOutcome = {
  readonly results: TaskStepResult[];
  readonly errors: ReadonlyMap<number, ExecutionError>;
  /** The step whose failure stopped the rest. */
  readonly stoppedAt: number | undefined;
  /** Whether a failure stopped the rest, or every step failed. */
  readonly failed: boolean;
  readonly run: Run;
};

/**
 * Runs a list of steps: the one implementation under every mode.
 *
 * @throws E001 or E007 before anything runs when the list is wrong in itself, E006 when saving fails
 */
export async function runList(services: Services, items: readonly unknown[], mode: ListMode): Promise<ListOutcome> {
  const { options } = mode;
  const previousCount = options.previous?.length ?? 0;
  refuseBadConcurrency(options.concurrency);
  const graph = mode.graph ?? buildStepGraph(items, { previousCount, ordered: mode.sequential ?? false });
  if (options.strict && !mode.graph) refuseAnyProblem(services, { steps: items as readonly Step[] }, options);
  rejectErrors(graph.errors);
  const run = new Run(services, options, {
    steps: graph.steps.length,
    paced: mode.paced ?? false,
    listener: mode.listener,
  });
  return traceTask(run, graph.steps.length, () => runSteps(services, graph, run, mode));
}

async function runSteps(services: Services, graph: StepGraph, run: Run, mode: ListMode): Promise<ListOutcome> {
  const { options } = mode;
  const runner = new StepRunner({
    services: mode.operations ? { ...services, operations: mode.operations } : services,
    run,
    steps: graph.steps,
    wishes: wishesOf(options),
    naming: mode.naming,
  });
  let stoppedAt: number | undefined;
  let ended = 0;
  run.begin();
  try {
    if (!(mode.sequential && run.cancelReason)) {
      await schedule({
        ready: createReadySteps(graph.steps),
        concurrency: mode.sequential ? 1 : (options.concurrency ?? services.config.max_concurrency),
        work: runner,
        results: runner.results,
        save:
          options.saveCallback && ((index, result) => options.saveCallback?.(run.userId, run.taskId, index, result)),
        stopsAfter: (index) => {
          ended += 1;
          if (graph.steps.length > 1) run.progress(ended);
          if (options.stopOnFailure && stoppedAt === undefined && isFailure(runner, graph, index)) stoppedAt = index;
          return stoppedAt !== undefined || (mode.sequential === true && run.cancelReason !== undefined);
        },
      });
    }
  } catch (error) {
    run.end({ error: error instanceof ExecutionError ? error : null });
    throw error;
  }
  const results = mode.sequential ? startedOnly(runner) : withUnstarted(runner, run, stoppedAt);
  const failure = failureOf(runner, results.length, stoppedAt);
  run.end(failure);
  return { results, errors: runner.errors, stoppedAt, failed: failure !== undefined, run };
}

/** Rejects a call that wants no problem at all with everything that analysis finds. */
export function refuseAnyProblem(services: Services, plan: Plan, { previous, input }: ListOptions): void {
  const executors = [...services.executors.keys()];
  const given = { ...(previous && { previous }), ...(input && { input }) };
  rejectErrors(analyzePlan(plan, { registry: services.tools, executors, ...given }).errors);
}

function refuseBadConcurrency(concurrency: unknown): void {
  const isCount = Number.isInteger(concurrency) || concurrency === Number.POSITIVE_INFINITY;
  if (concurrency === undefined || (isCount && Number(concurrency) >= 1)) return;
  throw new ValidationError(
    `concurrency: expected a whole number of at least 1, received ${typeof concurrency === "number" ? concurrency : typeof concurrency}`,
  );
}

/** A step that was skipped on purpose, or whose failure does not count, stops nothing. */
function isFailure(runner: StepRunner, graph: StepGraph, index: number): boolean {
  const error = runner.errors.get(index);
  return error !== undefined && !isSkipped(error) && graph.steps[index]?.step.optional !== true;
}

function startedOnly(runner: StepRunner): TaskStepResult[] {
  return runner.results.filter((result) => result !== undefined);
}

function withUnstarted(runner: StepRunner, run: Run, stoppedAt: number | undefined): TaskStepResult[] {
  return runner.results.map((result, index) => {
    if (result) return result;
    const message = run.cancelReason ? "Cancelled" : `Not run: the plan stopped at step ${stoppedAt}`;
    return runner.notRun(index, new CancelledError(message));
  });
}

/** A task has failed when a failure stopped it, or when every step failed; one that was left out has not failed. */
function failureOf(
  { errors }: StepRunner,
  count: number,
  stoppedAt: number | undefined,
): { readonly error: ExecutionError | null } | undefined {
  if (stoppedAt !== undefined) return { error: errors.get(stoppedAt) ?? null };
  const allFailed = count > 0 && errors.size === count && !errors.values().some(isSkipped);
  return allFailed ? { error: errors.get(0) ?? null } : undefined;
}
