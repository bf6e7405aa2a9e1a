import type { QueueItem } from "#contracts/task-queue.ts";

/** A task as it stands in the queue. */
export function queueItem({ key, userId, lane, priority, runAt }: QueueItem): QueueItem {
  return { key, userId, lane, priority, runAt };
}
