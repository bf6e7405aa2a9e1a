import type { ListOptions } from "#contracts/call.ts";
import { errorTable } from "#contracts/error-table.ts";
import { ExecutionError, ValidationError } from "#contracts/errors.ts";
import type { TaskEvent } from "#contracts/events.ts";
import type { JsonSchema } from "#contracts/json-schema.ts";
import type { Plan, Step } from "#contracts/plan.ts";
import type { Resumption } from "#contracts/resumption.ts";
import type { TaskStepResult } from "#contracts/step-result.ts";
import type { TaskStatus } from "#contracts/task-status.ts";
import { type CompiledValue, compileValue } from "#execution/references/compile.ts";
import { formatProblems } from "#toolkit/problems.ts";
import type { Services } from "../services.ts";
import { writeEffectOf } from "./analysis/known-operations.ts";
import type { ListKind } from "./list-kinds.ts";
import { rejectErrors } from "./reject-errors.ts";
import { type ListOutcome, refuseAnyProblem, runList } from "./run-list.ts";
import { buildStepGraph, type StepGraph } from "./step-graph.ts";
import { validateInputObject } from "./validate-input-object.ts";

/** A plan, and how it is run. */
export type PlanRun = {
  readonly plan: Plan;
  readonly kind: ListKind;
  readonly options: ListOptions;
  readonly resumption?: Resumption | undefined;
  readonly listener?: ((event: TaskEvent) => void) | undefined;
};

export type PlanOutcome = {
  readonly list: ListOutcome;
  /** `pending` when steps are left to a later run. */
  readonly status: TaskStatus;
  readonly output: unknown;
  /** Why the output could not be made although the steps completed. */
  readonly error: ExecutionError | undefined;
};

/** Runs a plan with its input, and makes its output. @throws E001 or E007 before anything runs when it is wrong in itself */
export async function runPlan(services: Services, planRun: PlanRun): Promise<PlanOutcome> {
  const { plan, kind, options, resumption, listener } = planRun;
  if (options.strict) refuseAnyProblem(services, plan, options);
  const given = { ...plan.input, ...options.input };
  const input = plan.input_schema ? await checkedInput(plan.input_schema, given) : given;
  const previousCount = options.previous?.length ?? 0;
  const writes = kind.keepsWrites ? (step: Step) => writeEffectOf(services.tools, step) : undefined;
  const graph = buildStepGraph(plan.steps, { previousCount, ordered: kind.sequential ?? false, writes });
  const output = compileOutput(plan, graph, previousCount);
  rejectErrors([...graph.errors, ...(output?.errors ?? [])]);
  const stopOnFailure = options.stopOnFailure ?? plan.stop_on_failure ?? false;
  const list = await runList(services, plan.steps, {
    ...kind,
    options: { ...options, input, stopOnFailure },
    graph,
    resumption,
    ...(listener && { listener }),
  });
  if (list.left) return { list, status: "pending", output: null, error: undefined };
  const made = makeOutput(plan, list, output);
  return { list, status: made.error ? "failed" : statusOf(list), ...made };
}

/** The input with the defaults of its schema. @throws E001 naming every problem */
async function checkedInput(schema: JsonSchema, input: object): Promise<Readonly<Record<string, unknown>>> {
  const outcome = validateInputObject(schema, input);
  if (outcome.problems === undefined) return outcome.value as Readonly<Record<string, unknown>>;
  throw new ValidationError(`Invalid input: ${formatProblems(outcome.problems)}`, {
    details: { problems: outcome.problems },
  });
}

function compileOutput(plan: Plan, graph: StepGraph, previousCount: number): CompiledValue | undefined {
  const position = previousCount + plan.steps.length;
  return compileValue(plan.output, {
    position,
    previousCount,
    total: position,
    ids: graph.ids,
    each: false,
    path: "output",
  });
}

/** The plan's output; where it has a reference to something that is not there, its step has not failed, but the plan has. */
function makeOutput(
  plan: Plan,
  { byStep, run }: ListOutcome,
  compiled: CompiledValue | undefined,
): Pick<PlanOutcome, "output" | "error"> {
  const known = (output: unknown) => ({ output, error: undefined });
  if (plan.output === undefined) return known(byStep.at(-1)?.result ?? null);
  if (!compiled) return known(plan.output);
  const outcome = (index: number) => run.previous[index] ?? byStep[index - run.previous.length];
  if (compiled.dependsOn.some((index) => outcome(index)?.completed !== true)) return known(null);
  const scope = { outcome: (index: number) => outcome(index) as TaskStepResult, input: run.input, item: undefined };
  try {
    return known(compiled.resolve({ ...scope, index: 0 }));
  } catch (error) {
    if (error instanceof ExecutionError) return { output: null, error };
    throw error;
  }
}

function statusOf({ run: { cancelReason }, failure }: ListOutcome): TaskStatus {
  if (cancelReason instanceof ExecutionError) return errorTable[cancelReason.code].status;
  return failure ? "failed" : "completed";
}
