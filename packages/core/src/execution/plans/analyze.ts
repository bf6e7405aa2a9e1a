import type { JsonSchema } from "#contracts/json-schema.ts";
import type { Plan, PlanAnalysis, PlanError, Step } from "#contracts/plan.ts";
import type { TaskStepResult } from "#contracts/step-result.ts";
import type { Tool } from "#contracts/tool.ts";
import type { IToolProvider } from "#contracts/tool-provider.ts";
import { type CompiledValue, compileValue } from "#execution/references/compile.ts";
import { didYouMean } from "#primitives/did-you-mean.ts";
import { ToolRegistry } from "#toolkit/tool-registry.ts";
import { checkInput } from "./check-input.ts";
import { checkParams } from "./check-params.ts";
import { checkPaths, type PathKnowledge } from "./check-paths.ts";
import { checkPlanKeys, stepsOf } from "./check-plan.ts";
import type { CompiledStep } from "./compile-step.ts";
import { layOutGraph } from "./graph-layout.ts";
import { createOperationLookup, type KnownOperation, type OperationLookup, writeEffectOf } from "./known-operations.ts";
import { isRecord } from "./plan-keys.ts";
import { buildStepGraph, type StepGraph } from "./step-graph.ts";

export type AnalyzeOptions = {
  /** The tools that steps may name. Without these and a registry, operations are not looked at. */
  readonly tools?: readonly Tool[];
  readonly registry?: IToolProvider;
  /** The caller's input; when it is given, nothing else will be there at run time. */
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
  const items = stepsOf(plan);
  if (!items) return { valid: false, errors, graph: [], levels: [], critical_path: [] };
  const { previous = [] } = options;
  const tools = options.registry ?? (options.tools && new ToolRegistry(options.tools));
  const graph = buildStepGraph(items, {
    previousCount: previous.length,
    ordered: false,
    writes: tools && ((step) => writeEffectOf(tools, step)),
  });
  const output = isRecord(plan) ? compileOutput(plan.output, graph, previous.length) : undefined;
  for (const found of [graph.errors, output?.errors ?? []]) for (const error of found) errors.push(error);
  const lookUp = tools && createOperationLookup(tools);
  const context: AnalysisContext = { lookUp, executors: options.executors, knowledge: {…} };
  return { valid: errors.length === 0, errors, ...layOutGraph(graph.steps) };
}
