import type { Plan, Task, Tasks } from "@aiecs/core";
import { printableLine } from "#output/text.ts";
import type { Performance } from "#run/present-run.ts";
import { isWaiting } from "./perform-task.ts";
import { approvalAdvice, type TaskCommandValues, taskCommand } from "./task-commands.ts";
import { taskOutcome } from "./task-outcome.ts";

type TaskPerformanceOptions = {
  readonly plan: Plan;
  /** The command that goes on with it. */
  readonly again: string;
  readonly values: TaskCommandValues;
};

/** A task as it stands, with the commands that could follow. */
export async function taskPerformance(tasks: Tasks, task: Task, options: TaskPerformanceOptions): Promise<Performance> {
  const { plan } = options;
  return { plan, outcome: await taskOutcome(tasks, task), isWaiting: isWaiting(task), advice: adviceOn(task, options) };
}

function adviceOn(task: Task, { again, values }: TaskPerformanceOptions): string[] {
  const command = printableLine(again);
  if (isWaiting(task)) {
    return [
      approvalAdvice(task, values),
      `Then, to go on (where aiecs serve runs, it does so by itself):\n  ${command}`,
    ];
  }
  if (task.status === "cancelled") return [`To go on where it was:\n  ${command}`];
  if (task.ended_at === null) return [];
  if (task.status === "completed") return task.completed_steps === task.steps ? [] : [anewAdvice(task, values)];
  return [`To run again what failed, keeping the rest:\n  ${taskCommand("resume", [task.id], values)}`];
}

/** A task that went to its end is over, whatever failed on the way. */
function anewAdvice({ id }: Task, values: TaskCommandValues): string {
  return `It is over, and kept under its id. To run it anew, remove it first:\n  ${taskCommand("delete", [id], values)}`;
}
