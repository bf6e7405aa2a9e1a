import type { Plan, Task, Tasks } from "@aiecs/core";
import { SdkError, type ServerContext } from "@modelcontextprotocol/server";
import type { PlanOutcome, StepOutcome } from "./plan-outcome.ts";
import { createProgress } from "./progress.ts";
import { namesOf } from "./run-plan-here.ts";
import { newTaskId } from "./task-id.ts";

const maxSteps = 1_000;

/**
 * Runs a plan as a task: its results stay, and it goes on when the connection is lost or this server stops. A task whose
 * steps wait for an approval is told as it stands. The task is cancelled when the client cancels.
 */
export async function runPlanDurably(
  tasks: Tasks,
  context: ServerContext,
  plan: Plan,
  input: Readonly<Record<string, unknown>> | undefined,
): Promise<PlanOutcome> {
  const submitted = await tasks.submitTask(plan, { strict: true, taskId: newTaskId("run"), ...(input && { input }) });
  const task = await follow(tasks, submitted.id, context, plan.steps.length).catch(async (error: unknown) => {
    if (!isCancelled(context)) throw error;
    return await tasks.cancelTask(submitted.id);
  });
  return await outcomeOf(tasks, task, plan);
}

/** In the protocol of 2026, a client cancels by closing the stream of the answer; in that of 2025, it says so. */
function isCancelled({ mcpReq: { signal, envelope }, http }: ServerContext): boolean {
  if (!signal.aborted) return false;
  if (!(signal.reason instanceof SdkError)) return true;
  return envelope !== undefined && http?.req?.signal.aborted === true;
}

async function follow(tasks: Tasks, id: string, context: ServerContext, steps: number): Promise<Task> {
  const { signal } = context.mcpReq;
  const progress = createProgress(context, steps);
  for await (const event of tasks.events(id, { signal })) {
    progress?.(event);
    if (event.type !== "step.waiting") continue;
    const task = await tasks.getTask(id);
    if (task.waiting.length > 0) return task;
  }
  signal.throwIfAborted();
  return await tasks.waitForTask(id, { signal });
}

async function outcomeOf(tasks: Tasks, task: Task, plan: Plan): Promise<PlanOutcome> {
  const { steps } = await tasks.getTaskHistory(task.id, { limit: maxSteps });
  return {
    taskId: task.id,
    status: task.status,
    output: task.output,
    error: task.error,
    steps: steps.map(
      (step): StepOutcome => ({
        index: step.index,
        ...namesOf(plan.steps[step.index]),
        status: step.status,
        durationMs: step.meta.duration_ms,
        cached: step.meta.cached,
        result: step.result,
        error: step.completed ? null : (step.error_message ?? step.message),
      }),
    ),
    waiting: task.waiting.map(({ id, step, operation }) => `${id ?? step} (${operation})`),
  };
}
