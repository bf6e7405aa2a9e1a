import { type CallOptions, type ListOptions, type Plan, type Step, toWireError } from "@aiecs/core";
import type { ServedExecutor } from "#server-parts.ts";
import type { ExecuteAnswer, ExecuteBody, PlanAnswer } from "./execute-schema.ts";
import type { Exporter } from "./export-results.ts";
import { callWithoutOwner, planWithoutOwner } from "./without-owner.ts";

export type ListContext = {
  readonly executor: ServedExecutor;
  readonly options: CallOptions;
  readonly exporter: Exporter;
  readonly withMeta: boolean;
};

/** Runs several operations in the mode that a body names. */
export async function executeList(body: ExecuteBody, context: ListContext): Promise<ExecuteAnswer> {
  const { executor, exporter, withMeta } = context;
  const { mode = "plan", concurrency, strict, stop_on_failure: stopOnFailure } = body;
  const options: ListOptions = { ...context.options, concurrency, strict, stopOnFailure };
  if (body.plan !== undefined) return await executePlan(planWithoutOwner(body.plan), options, context);
  const operations = (body.operations ?? []).map(callWithoutOwner);
  switch (mode) {
    case "plan":
      return await executePlan(operations, options, context);
    case "sequence": {
      const { userId, taskId } = options;
      const results = await executor.executeOperationsSequence(operations, userId, taskId, options);
      return { results: await exporter.steps(results, withMeta) };
    }
    case "parallel":
      return { results: await exporter.steps(await executor.executeParallelOperations(operations, options), withMeta) };
    case "batch":
      return { results: await exporter.items(await executor.batchExecuteOperations(operations, options)) };
  }
}

async function executePlan(
  plan: Plan | readonly Step[],
  options: ListOptions,
  { executor, exporter, withMeta }: ListContext,
): Promise<PlanAnswer> {
  const { status, results, output, error } = await executor.executePlan(plan, options);
  return {
    status,
    results: await exporter.steps(results, withMeta),
    output: await exporter.result(output),
    error: error ? toWireError(error) : null,
  };
}
