import type { Plan, Task, Tasks } from "@aiecs/core";
import { printableLine } from "#output/text.ts";
import type { RunOutcome } from "#run/modes.ts";
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
  const outcome = await taskOutcome(tasks, task);
  return { plan, outcome, isWaiting: isWaiting(task), advice: adviceOn(task, outcome, options) };
}

function adviceOn(task: Task, { results }: RunOutcome, { again, values }: TaskPerformanceOptions): string[] {
  const command = printableLine(again);
  if (isWaiting(task)) {
    return [
      approvalAdvice(task, values),
      `Then, to go on (where aiecs serve runs, it does so by itself):\n  ${command}`,
    ];
  }
  if (task.status === "cancelled") return [`To go on where it was:\n  ${command}`];
  const hasFailed = results.some(({ status }) => status === "failed" || status === "timed_out");
  if (task.ended_at === null || !hasFailed) return [];
  return [`To run again what failed, keeping the rest:\n  ${taskCommand("resume", [task.id], values)}`];
}
