import type { TaskEvent } from "#contracts/events.ts";
import type { TaskStatus } from "#contracts/task-status.ts";

export function hasEnded(status: TaskStatus): boolean {
  return status !== "pending" && status !== "running";
}

/** Whether it is the event that a task ends with, unless it is resumed. */
export function isEndEvent({ type }: TaskEvent): boolean {
  return type === "task.completed" || type === "task.failed" || type === "task.cancelled";
}
