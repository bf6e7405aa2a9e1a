import type { ListOptions } from "#contracts/call.ts";
import { CancelledError, ExecutionError, ValidationError } from "#contracts/errors.ts";
import type { TaskEvent } from "#contracts/events.ts";
import type { Plan, Step } from "#contracts/plan.ts";
import type { Resumption } from "#contracts/resumption.ts";
import type { TaskStepResult } from "#contracts/step-result.ts";
import { wishesOf } from "../policy.ts";
import { refuseForbidden } from "../refuse-forbidden.ts";
import { Run } from "../run.ts";
import type { OperationSource, Services } from "../services.ts";
import { traceTask } from "../telemetry.ts";
import { analyzePlan } from "./analyze.ts";
import type { ListKind } from "./list-kinds.ts";
import { createReadySteps } from "./ready-steps.ts";
import { rejectErrors } from "./reject-errors.ts";
import { type LeftSteps, ResumedSteps } from "./resumed-steps.ts";
import { schedule } from "./schedule.ts";
import { buildStepGraph, type StepGraph } from "./step-graph.ts";
import { StepRunner } from "./step-runner.ts";
import { isSkipped } from "./unmet-needs.ts";

/** How a mode runs its list. */
export type ListMode = ListKind & {
  readonly options: ListOptions;
  /** Already made by the mode, with an order of its own. */
  readonly graph?: StepGraph;
  readonly listener?: (event: TaskEvent) => void;
  /** Where operations come from, where not from the registry. */
  readonly operations?: OperationSource;
  /** How the task goes on that this is a run of. */
  readonly resumption?: Resumption | undefined;
};

export type ListOutcome = {
  readonly results: TaskStepResult[];
  /** The same by step: undefined where one is left to a later run, or a sequence did not come to it. */
  readonly byStep: readonly (TaskStepResult | undefined)[];
  readonly errors: ReadonlyMap<number, ExecutionError>;
  /** Present when a failure stopped the rest, or every step failed; with the error that did. */
  readonly failure: RunFailure | undefined;
  /** What is left to a later run. */
  readonly left: LeftSteps | undefined;
  readonly run: Run;
};

type RunFailure = { readonly error: ExecutionError | null };

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
  if (options.allow) refuseForbidden(operationsOf(graph), options.allow, services.tools);
  const run = new Run(services, options, {
    steps: graph.steps.length,
    paced: mode.paced ?? false,
    listener: mode.listener,
  });
  return traceTask(run, graph.steps.length, () => runSteps(services, graph, run, mode));
}

async function runSteps(services: Services, graph: StepGraph, run: Run, mode: ListMode): Promise<ListOutcome> {
  const { options, resumption, sequential = false } = mode;
  const { steps } = graph;
  const runner = new StepRunner({
    services: mode.operations ? { ...services, operations: mode.operations } : services,
    run,
    steps,
    wishes: wishesOf(options),
    naming: mode.naming,
    resumption,
  });
  const ready = createReadySteps(steps);
  const resumed = resumption && new ResumedSteps({ ready, steps, run, runner, resumption, sequential });
  let stoppedAt = resumed && options.stopOnFailure ? findFailure(runner, graph) : undefined;
  let ended = resumed?.endedBefore ?? 0;
  let left: LeftSteps | undefined;
  run.begin(resumed?.isResumed ? resumed.completedBefore : undefined);
  try {
    if (stoppedAt === undefined && !(sequential && run.cancelReason)) {
      await schedule({
        ready: resumed ?? ready,
        concurrency: sequential ? 1 : (options.concurrency ?? services.config.max_concurrency),
        work: runner,
        results: runner.results,
        save:
          options.saveCallback && ((index, result) => options.saveCallback?.(run.userId, run.taskId, index, result)),
        stopsAfter: (index) => {
          ended += 1;
          if (steps.length > 1) run.progress(ended);
          if (options.stopOnFailure && stoppedAt === undefined && isFailure(runner, graph, index)) stoppedAt = index;
          return stoppedAt !== undefined || (sequential && run.cancelReason !== undefined);
        },
      });
    }
    left = resumed?.left();
  } catch (error) {
    run.end({ error: error instanceof ExecutionError ? error : null });
    throw error;
  } finally {
    resumed?.close();
  }
  return conclude(runner, { run, mode, stoppedAt, left, closed: services.closing.reason });
}

type EndedRun = {
  readonly run: Run;
  readonly mode: ListMode;
  /** The step whose failure stopped the rest. */
  readonly stoppedAt: number | undefined;
  readonly left: LeftSteps | undefined;
  /** Why the executor is closed, if it is. */
  readonly closed: Error | undefined;
};

/** Ends the run, or leaves it where steps wait or are held up, and gives what it came to. */
function conclude(runner: StepRunner, { run, mode, stoppedAt, left, closed }: EndedRun): ListOutcome {
  const { errors } = runner;
  const { cancelReason } = run;
  // Whoever closes the executor ends this process's part in the task, not the task.
  if (mode.resumption && closed && cancelReason === closed) {
    run.leave();
    throw closed;
  }
  if (left && stoppedAt === undefined && !cancelReason) {
    run.leave();
    return { results: startedOnly(runner), byStep: runner.results, errors, failure: undefined, left, run };
  }
  const results = mode.sequential ? startedOnly(runner) : withUnstarted(runner, run, stoppedAt);
  const failure = failureOf(runner, results.length, stoppedAt);
  run.end(failure);
  return { results, byStep: mode.sequential ? runner.results : results, errors, failure, left: undefined, run };
}

/** Rejects a call that wants no problem at all with everything that analysis finds. */
export function refuseAnyProblem(services: Services, plan: Plan, { previous, input }: ListOptions): void {
  const executors = [...services.executors.keys()];
  const given = { ...(previous && { previous }), ...(input && { input }) };
  rejectErrors(analyzePlan(plan, { registry: services.tools, executors, ...given }).errors);
}

function operationsOf(graph: StepGraph): readonly string[] {
  return graph.steps.map(({ step }) => step.operation);
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

/** The first of the failures there are. */
function findFailure(runner: StepRunner, graph: StepGraph): number | undefined {
  return runner.errors.keys().find((index) => isFailure(runner, graph, index));
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
function failureOf({ errors }: StepRunner, count: number, stoppedAt: number | undefined): RunFailure | undefined {
  if (stoppedAt !== undefined) return { error: errors.get(stoppedAt) ?? null };
  const allFailed = count > 0 && errors.size === count && !errors.values().some(isSkipped);
  return allFailed ? { error: errors.get(0) ?? null } : undefined;
}
