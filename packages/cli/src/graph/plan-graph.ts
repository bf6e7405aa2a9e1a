import type { Plan, PlanAnalysis } from "@aiecs/core";

/** One step, as it is drawn. */
export type GraphNode = {
  /** Its index, as references count. */
  readonly index: number;
  /** Its id, or how references name it. */
  readonly title: string;
  readonly operation: string;
  /** What may keep it from running, or make it run several times. */
  readonly notes: readonly string[];
  /** Whether the plan can end well without it. */
  readonly mayBeSkipped: boolean;
};

type GraphEdge = { readonly from: number; readonly to: number; readonly critical: boolean };

/** A plan as a picture needs it: steps, which follows which, and which stand side by side. */
export type PlanGraph = {
  readonly name: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly levels: readonly (readonly number[])[];
};

/** Puts a plan and what is known of it together. */
export function toPlanGraph(plan: Plan, { graph, levels, critical_path }: PlanAnalysis): PlanGraph {
  const nextOnPath = new Map(critical_path.map((index, position) => [index, critical_path[position + 1]]));
  return {
    name: plan.name ?? "plan",
    nodes: plan.steps.map((step, index) => ({
      index,
      title: step.id ?? `$result[${index}]`,
      operation: step.operation,
      notes: [
        ...(step.when === undefined ? [] : [`when ${step.when}`]),
        ...(step.each === undefined ? [] : ["for each element"]),
        ...(step.optional ? ["optional"] : []),
      ],
      mayBeSkipped: step.when !== undefined || step.optional === true,
    })),
    edges: graph.flatMap(({ step, depends_on }) =>
      depends_on.map((from) => ({ from, to: step, critical: nextOnPath.get(from) === step })),
    ),
    levels,
  };
}
