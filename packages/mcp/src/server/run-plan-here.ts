import type { Plan, Step } from "@aiecs/core";
import type { ServerContext } from "@modelcontextprotocol/server";
import type { PlanOutcome, StepOutcome } from "./plan-outcome.ts";
import { createProgress } from "./progress.ts";
import type { Session } from "./session.ts";
import { newTaskId } from "./task-id.ts";

/** Runs a plan in this process; its results are kept in memory for a while. */
export async function runPlanHere(
  session: Session,
  context: ServerContext,
  plan: Plan,
  input: Readonly<Record<string, unknown>> | undefined,
): Promise<PlanOutcome> {
  const { executor, userId, allow, kept } = session;
  const taskId = newTaskId("run");
  const progress = createProgress(context, plan.steps.length);
  const stopListening = progress && executor.on("*", (event) => void (event.taskId === taskId && progress(event)));
  try {
    const { signal } = context.mcpReq;
    const options = { userId, taskId, allow, signal, strict: true, ...(input && { input }) };
    const { status, results, output, error = null } = await executor.executePlan(plan, options);
    const steps = results.map((result, index): StepOutcome => {
      const step = plan.steps[index];
      return {
        index,
        ...namesOf(step),
        status: result.status,
        durationMs: result.durationMs,
        cached: result.cached,
        result: result.result,
        error: result.completed ? null : (result.errorMessage ?? result.message),
      };
    });
    kept.keep(taskId, { userId, status, steps, output });
    return { taskId, status, output, error, steps, waiting: [] };
  } finally {
    stopListening?.();
  }
}

/** What a plan calls its step. */
export function namesOf(step: Step | undefined): { readonly id: string | null; readonly operation: string } {
  return { id: step?.id ?? null, operation: step?.operation ?? "" };
}
