import { fromWireError, type Task, TaskStepResult, type Tasks } from "@aiecs/core";
import type { RunOutcome } from "#run/modes.ts";

const pageSize = 1_000;

/** What is kept of a task: how its steps ended, by index, and what it gives. Steps that have not ended are pending. */
export async function taskOutcome(tasks: Tasks, task: Task): Promise<RunOutcome> {
  const results: TaskStepResult[] = [];
  const fillTo = (length: number): void => {
    while (results.length < length) {
      results.push(new TaskStepResult({ step: "unknown", message: "Not run yet", status: "pending" }));
    }
  };
  for (let from: number | null = 0; from !== null; ) {
    const page: Awaited<ReturnType<Tasks["getTaskHistory"]>> = await tasks.getTaskHistory(task.id, {
      from,
      limit: pageSize,
    });
    for (const step of page.steps) {
      fillTo(step.index);
      results[step.index] = TaskStepResult.fromJSON(step);
    }
    from = page.next;
  }
  if (task.ended_at === null) fillTo(task.steps);
  const failedInside = results.some(({ status }) => status !== "completed");
  return {
    results,
    output: task.output,
    outputError: task.error === null || failedInside ? null : fromWireError(task.error),
  };
}
