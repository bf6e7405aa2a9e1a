import type { ListOptions } from "#contracts/call.ts";
import { errorTable } from "#contracts/error-table.ts";
import { ExecutionError, ValidationError } from "#contracts/errors.ts";
import type { TaskEvent } from "#contracts/events.ts";
import type { JsonSchema } from "#contracts/json-schema.ts";
import type { Plan, Step } from "#contracts/plan.ts";
import type { TaskStepResult } from "#contracts/step-result.ts";
import type { TaskStatus } from "#contracts/task-status.ts";
import type { CompiledValue } from "#execution/references/compile.ts";
import { compileValue } from "#execution/references/compile.ts";
import { formatProblems } from "#toolkit/problems.ts";
import type { Services } from "../services.ts";
import { writeEffectOf } from "./analysis/known-operations.ts";
import { plainNaming } from "./naming.ts";
import { parsePlan } from "./parse.ts";
import { rejectErrors } from "./reject-errors.ts";
import { type ListOutcome, refuseAnyProblem, runList } from "./run-list.ts";
import { buildStepGraph, type StepGraph } from "./step-graph.ts";
import { validateInputObject } from "./validate-input-object.ts";

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
  if (options.strict) refuseAnyProblem(services, plan, options);
  const given = { ...plan.input, ...options.input };
  const input = plan.input_schema ? await checkedInput(plan.input_schema, given) : given;
  const previousCount = options.previous?.length ?? 0;
  const writes = (step: Step) => writeEffectOf(services.tools, step);
  const graph = buildStepGraph(plan.steps, { previousCount, ordered: false, writes });
  const output = compileOutput(plan, graph, previousCount);
  rejectErrors([...graph.errors, ...(output?.errors ?? [])]);
  const stopOnFailure = options.stopOnFailure ?? plan.stop_on_failure ?? false;
  const outcome = await runList(services, plan.steps, {
    options: { ...options, input, stopOnFailure },
    naming: plainNaming,
    graph,
    ...(listener && { listener }),
  });
  const status = statusOf(outcome.run.cancelReason, outcome.failed);
  return { status, results: outcome.results, ...makeOutput(plan, outcome, output) };
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
  { results, run }: ListOutcome,
  compiled: CompiledValue | undefined,
): Pick<PlanResult, "output"> & Partial<PlanResult> {
  if (plan.output === undefined) return { output: results.at(-1)?.result ?? null };
  if (!compiled) return { output: plan.output };
  const outcome = (index: number) => run.previous[index] ?? results[index - run.previous.length];
  if (compiled.dependsOn.some((index) => outcome(index)?.completed !== true)) return { output: null };
  const scope = { outcome: (index: number) => outcome(index) as TaskStepResult, input: run.input, item: undefined };
  try {
    return { output: compiled.resolve({ ...scope, index: 0 }) };
  } catch (error) {
    if (error instanceof ExecutionError) return { status: "failed", output: null, error };
    throw error;
  }
}

function statusOf(reason: Error | undefined, failed: boolean): TaskStatus {
  if (reason instanceof ExecutionError) return errorTable[reason.code].status;
  return failed ? "failed" : "completed";
}
