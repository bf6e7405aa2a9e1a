import { ErrorCode } from "#contracts/error-code.ts";
import { ExecutionError } from "#contracts/errors.ts";
import type { TaskRecord } from "#contracts/task-store.ts";
import { queueItem } from "./queue-item.ts";
import type { TaskParts } from "./task-parts.ts";

type LineParts = Pick<TaskParts, "queue" | "logger">;

/**
 * Puts a task in line that the store keeps. A queue that cannot be used fails nobody: the task is kept, and is put in
 * line by maintenance within seconds after the queue works again.
 */
export async function putInLine({ queue, logger }: LineParts, task: Parameters<typeof queueItem>[0]): Promise<void> {
  try {
    await queue.add([queueItem(task)]);
  } catch (error) {
    refuseOther(error);
    logger.warn(
      { err: error, task: task.key },
      "A task is kept, but not in line yet: it is once the queue works again",
    );
  }
}

/** Takes a task out of line that has ended. Whoever gets one that is left there finds that nothing is to be done. */
export async function takeOutOfLine({ queue, logger }: LineParts, { key }: Pick<TaskRecord, "key">): Promise<void> {
  try {
    await queue.remove(key);
  } catch (error) {
    refuseOther(error);
    logger.debug({ err: error, task: key }, "A task that has ended stays in line until it is its turn");
  }
}

function refuseOther(error: unknown): void {
  if (!(error instanceof ExecutionError) || error.code !== ErrorCode.DATABASE_ERROR) throw error;
}
