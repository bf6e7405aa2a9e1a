import type { PlanError, Step } from "#contracts/plan.ts";
import { type CompileContext, type CompiledStep, compileStep } from "./compile-step.ts";
import { isSealed } from "./sealed-plan.ts";
import { sortSteps } from "./sort-steps.ts";
import { collectStepIds } from "./step-ids.ts";
import { orderWrites, type WriteEffect } from "./write-order.ts";

export type { CompiledStep } from "./compile-step.ts";
export type { WriteEffect } from "./write-order.ts";

/** A list of steps made ready to run: what each refers to and waits for. */
export type StepGraph = {
  readonly steps: readonly CompiledStep[];
  /** The static errors of all steps: wrong references and conditions, ids used twice or unknown, cycles. */
  readonly errors: readonly PlanError[];
  /** Step id to absolute index, `previous` counted. */
  readonly ids: ReadonlyMap<string, number>;
};

export type StepGraphOptions = {
  /** How many earlier results stand before these steps. */
  readonly previousCount: number;
  /** Whether steps run one after another, so that `after` must name earlier ones. */
  readonly ordered: boolean;
  /** Where steps that change something must keep their order: what each of them changes. */
  readonly writes?: ((step: Step) => WriteEffect) | undefined;
};

/** The graphs of sealed plans, which cannot change: read once. */
const known = new WeakMap<readonly unknown[], CompiledList>();

type CompiledList = { readonly graph: StepGraph; readonly order: readonly number[]; readonly ordered: boolean };

/** Reads the references of all steps and finds out what each must wait for. Never throws for what is wrong with a step. */
export function buildStepGraph(items: readonly unknown[], options: StepGraphOptions): StepGraph {
  const { graph, order } = compileOnce(items, options);
  const { writes } = options;
  return writes ? { ...graph, steps: withLinks(graph.steps, orderWrites(graph.steps, order, writes)) } : graph;
}

function compileOnce(items: readonly unknown[], options: StepGraphOptions): CompiledList {
  const keep = options.previousCount === 0 && isSealed(items);
  const before = keep ? known.get(items) : undefined;
  if (before?.ordered === options.ordered) return before;
  const compiled = compileList(items, options);
  if (keep) known.set(items, compiled);
  return compiled;
}

function compileList(items: readonly unknown[], { previousCount, ordered }: StepGraphOptions): CompiledList {
  const { indices, errors: idErrors } = collectStepIds(items);
  const ids = previousCount === 0 ? indices : new Map(Array.from(indices, ([id, own]) => [id, own + previousCount]));
  const errors: PlanError[] = [...idErrors];
  const context: CompileContext = { previousCount, total: previousCount + items.length, ids, ordered, errors };
  const steps = items.map((item, index) => compileStep(item, index, context));
  const { order, cycles } = sortSteps(steps);
  errors.push(...cycles);
  return { graph: { steps, errors, ids }, order: [...order], ordered };
}

function withLinks(
  steps: readonly CompiledStep[],
  links: ReadonlyMap<number, readonly number[]>,
): readonly CompiledStep[] {
  if (links.size === 0) return steps;
  return steps.map((compiled) => {
    const link = links.get(compiled.index);
    if (!link) return compiled;
    const { index, step, problems, params, when, each, needs, follows } = compiled;
    const all = follows.length === 0 ? link : [...new Set([...follows, ...link])];
    return { index, step, problems, params, when, each, needs, follows: all };
  });
}
