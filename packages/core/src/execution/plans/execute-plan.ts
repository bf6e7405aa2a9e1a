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
import { compileJsonSchema } from "#toolkit/json-schema-validator.ts";
import { formatProblems } from "#toolkit/problems.ts";
import type { Services } from "../services.ts";
import { writeEffectOf } from "./analysis/known-operations.ts";
import { plainNaming } from "./naming.ts";
import { parsePlan } from "./parse.ts";
import { rejectErrors } from "./reject-errors.ts";
import { type ListOutcome, refuseAnyProblem, runList } from "./run-list.ts";
import { buildStepGraph, type StepGraph } from "./step-graph.ts";

/** What a plan came to. */
export type PlanResult = {
  readonly status: TaskStatus;
  /** One per step, in the plan's order. */
  readonly results: readonly TaskStepResult[];
  /** What the plan's `output` says, by default the last step's result; null when a step it needs did not complete. */
  readonly output: unknown;
  /** Why the output could not be made although the steps completed. */
  readonly error: ExecutionError | null;
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
  return summarize(outcome, output, input);
}

/** The input with the defaults of its schema. @throws E001 naming every problem */
async function checkedInput(schema: JsonSchema, input: object): Promise<Readonly<Record<string, unknown>>> {
  const outcome = compileJsonSchema(schema)(input);
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

function summarize(
  { results, run, failed }: ListOutcome,
  output: CompiledValue | undefined,
  input: object,
): PlanResult {
  const status = statusOf(run.cancelReason, failed);
  if (!output) return { status, results, output: results.at(-1)?.result ?? null, error: null };
  const outcome = (index: number) => run.previous[index] ?? results[index - run.previous.length];
  if (output.dependsOn.some((index) => outcome(index)?.completed !== true))
    return { status, results, output: null, error: null };
  try {
    const scope = { outcome: (index: number) => outcome(index) as TaskStepResult, input, item: undefined, index: 0 };
    return { status, results, output: output.resolve(scope), error: null };
  } catch (error) {
    if (!(error instanceof ExecutionError)) throw error;
    return { status: "failed", results, output: null, error };
  }
}

function statusOf(reason: Error | undefined, failed: boolean): TaskStatus {
  if (reason instanceof ExecutionError) return errorTable[reason.code].status;
  return failed ? "failed" : "completed";
}
