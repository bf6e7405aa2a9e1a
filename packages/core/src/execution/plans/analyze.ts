import type { Plan, PlanAnalysis, PlanError, Step } from "#contracts/plan.ts";
import type { TaskStepResult } from "#contracts/step-result.ts";
import type { Tool } from "#contracts/tool.ts";
import type { IToolProvider } from "#contracts/tool-provider.ts";
import { type CompiledValue, compileValue } from "#execution/references/compile.ts";
import { ToolRegistry } from "#toolkit/tool-registry.ts";
import { checkInput } from "./analysis/check-input.ts";
import { checkOperation } from "./analysis/check-operation.ts";
import { checkPaths, type PathKnowledge } from "./analysis/check-paths.ts";
import { layOutGraph } from "./analysis/graph-layout.ts";
import { createOperationLookup, type OperationLookup, writeEffectOf } from "./analysis/known-operations.ts";
import { checkPlanKeys, stepsOf } from "./check-plan.ts";
import type { CompiledStep } from "./compile-step.ts";
import { isRecord } from "./plan-keys.ts";
import { buildStepGraph, type StepGraph } from "./step-graph.ts";

export type AnalyzeOptions = {
  /** The tools that steps may name. Without these and a registry, operations are not looked at. */
  readonly tools?: readonly Tool[];
  readonly registry?: IToolProvider;
  /** The caller's input. Where it is given, it and the plan's own are all there will be. */
  readonly input?: Readonly<Record<string, unknown>>;
  /** Earlier results that stand before the plan's own. */
  readonly previous?: readonly TaskStepResult[];
  /** The registered executor types; without them any is accepted. */
  readonly executors?: readonly string[];
};

/**
 * Finds everything that can be known to be wrong with a plan, at once and without running anything, and how its steps
 * depend on each other. Never throws for what is wrong with the plan, whatever it is.
 */
export function analyzePlan(plan: Plan | readonly Step[], options: AnalyzeOptions = {}): PlanAnalysis {
  const errors: PlanError[] = checkPlanKeys(plan);
  const add = (found: readonly PlanError[]): void => {
    for (const error of found) errors.push(error);
  };
  const items = stepsOf(plan);
  if (!items) return { valid: false, errors, graph: [], levels: [], critical_path: [] };

  const { previous = [], executors, registry, tools: list } = options;
  const tools = registry ?? (list && new ToolRegistry(list));
  const lookUp = tools && createOperationLookup(tools);
  const writes = tools && ((step: Step) => writeEffectOf(tools, step));
  const graph = buildStepGraph(items, { previousCount: previous.length, ordered: false, writes });
  add(graph.errors);

  const { input: defaults, input_schema: inputSchema, output: wanted } = keysOf(plan, errors);
  const input = options.input && { ...defaults, ...options.input };
  if (inputSchema) add(checkInput(inputSchema, input));
  const knowledge = gatherKnowledge(graph, previous, { input, inputSchema }, lookUp);
  for (const compiled of graph.steps) {
    add(compiled.problems);
    add(checkOperation(compiled, lookUp, executors));
    for (const value of [compiled.params, compiled.each]) if (value) add(checkPaths(value, compiled, knowledge));
    if (compiled.when) add(compiled.when.faults);
  }
  const output = compileOutput(wanted, graph, previous.length);
  if (output) {
    add(output.errors);
    add(checkPaths(output, null, knowledge));
  }
  errors.sort((a, b) => (a.step ?? -1) - (b.step ?? -1));
  return { valid: errors.length === 0, errors, ...layOutGraph(graph.steps) };
}

/** The keys of a plan that are as they should be, whatever is wrong with others. */
function keysOf(plan: unknown, errors: readonly PlanError[]): Pick<Partial<Plan>, "input" | "input_schema" | "output"> {
  if (!isRecord(plan)) return {};
  const { input, input_schema: schema, output } = plan;
  const isRefused = (key: string) => errors.some(({ path }) => path === key);
  return {
    ...(isRecord(input) && { input }),
    ...(isRecord(schema) && !isRefused("input_schema") && { input_schema: schema }),
    output,
  };
}

function gatherKnowledge(
  { steps }: StepGraph,
  previous: readonly TaskStepResult[],
  input: Pick<PathKnowledge, "input" | "inputSchema">,
  lookUp: ((spec: string) => OperationLookup) | undefined,
): PathKnowledge {
  const operationOf: PathKnowledge["operationOf"] = (index) => {
    const step: CompiledStep["step"] | undefined = steps[index]?.step;
    const found = typeof step?.operation === "string" ? lookUp?.(step.operation) : undefined;
    return found && "known" in found ? found.known : undefined;
  };
  return { steps, previous, operationOf, ...input };
}

/** The plan's output stands behind all steps. */
function compileOutput(output: unknown, { steps, ids }: StepGraph, previousCount: number): CompiledValue | undefined {
  const total = previousCount + steps.length;
  return compileValue(output, { position: total, previousCount, total, ids, each: false, path: "output" });
}
