import { CancelledError, OperationTimeoutError, ValidationError } from "#contracts/errors.ts";
import type { Task } from "#contracts/task.ts";
import type { TaskRecord } from "#contracts/task-store.ts";
import type { Tasks, WaitOptions } from "#contracts/tasks.ts";
import { followEvents } from "./follow-events.ts";
import { listTasks, pageSteps } from "./list-tasks.ts";
import { putInLine, takeOutOfLine } from "./put-in-line.ts";
import { readResult } from "./read-result.ts";
import { deleteSchedule, listSchedules, saveSchedule } from "./schedules.ts";
import { stepIndex } from "./step-index.ts";
import { type Submitter, submitTask } from "./submit.ts";
import { existingKey, noSuchTask } from "./task-key.ts";
import type { TaskParts } from "./task-parts.ts";
import type { TaskRunner } from "./task-runner.ts";
import { hasEnded } from "./task-status.ts";
import { toTask } from "./task-view.ts";

/** The tasks of one user: whatever is not the user's does not exist here. */
export function createUserTasks(parts: TaskParts, runner: TaskRunner, submitter: Submitter): Tasks {
  const { userId } = submitter;
  const find = async (id: string): Promise<TaskRecord> => {
    const record = await parts.store.find(existingKey(id, userId));
    if (record) return record;
    throw noSuchTask(id);
  };
  return {
    submitTask: async (source, options) => toTask(await submitTask(parts, submitter, source, options)),
    getTask: async (id) => toTask(await find(id)),
    listTasks: (filter) => listTasks(parts, userId, filter),
    getTaskHistory: async (id, options) => pageSteps(parts, await find(id), options),
    waitForTask: async (id, options) => toTask(await untilEnded(parts, await find(id), options)),
    ...createControl(parts, runner, submitter, find),
    async *events(id, options) {
      yield* followEvents(parts, await find(id), options);
    },
    readResult: async (id, step, read) => readResult(parts, await find(id), step, read),
    saveSchedule: (request) => saveSchedule(parts, submitter, request),
    listSchedules: () => listSchedules(parts, userId),
    deleteSchedule: (id) => deleteSchedule(parts, userId, id),
  };
}

type Control = Pick<Tasks, "cancelTask" | "resumeTask" | "deleteTask" | "approveStep" | "rejectStep">;

function createControl(
  parts: TaskParts,
  runner: TaskRunner,
  submitter: Submitter,
  find: (id: string) => Promise<TaskRecord>,
): Control {
  const { userId } = submitter;
  const { store, feed, clock, executor, admission } = parts;

  const decide = async (id: string, step: number | string, approved: boolean, reason: string | null): Promise<Task> => {
    const record = await find(id);
    const index = stepIndex(record.work.plan, step);
    if (!(await store.decide(record.key, index, { approved, reason, at: clock.now() }))) {
      throw new ValidationError(`Step ${index} of task ${JSON.stringify(id)} does not wait for an approval`);
    }
    await goOn(parts, runner, record.key);
    return toTask(await find(id));
  };

  return {
    async cancelTask(id) {
      const key = existingKey(id, userId);
      const record = await store.cancel(key, clock.now());
      if (!record) throw noSuchTask(id);
      if (!hasEnded(record.status)) runner.find(key)?.cancel();
      else await takeOutOfLine(parts, record);
      feed.changed(key);
      return toTask(record);
    },

    async resumeTask(id) {
      const { status, completedSteps, work } = await find(id);
      const isDone = status === "completed" && completedSteps === work.plan.steps.length;
      const leave = hasEnded(status) && !isDone ? await admission.admit(submitter) : undefined;
      const record = isDone ? undefined : await store.resume(existingKey(id, userId), clock.now()).finally(leave);
      if (!record) {
        const reason = isDone ? "all of its steps have completed" : `it is ${status}`;
        throw new ValidationError(`Task ${JSON.stringify(id)} cannot be resumed: ${reason}`);
      }
      await putInLine(parts, record);
      feed.changed(record.key);
      return toTask(record);
    },

    async deleteTask(id) {
      const { key, status } = await find(id);
      if (!hasEnded(status)) {
        throw new ValidationError(`Task ${JSON.stringify(id)} cannot be deleted: it is ${status}; cancel it before`);
      }
      await store.remove(key);
      await executor.artifacts.remove(key);
      feed.changed(key);
    },

    approveStep: (id, step) => decide(id, step, true, null),
    rejectStep: (id, step, reason) => decide(id, step, false, reason ?? null),
  };
}

/** Has a task go on of which a waiting step was decided upon. */
export async function goOn(parts: TaskParts, runner: TaskRunner, key: string): Promise<void> {
  const { store, feed } = parts;
  await runner.decided(key);
  const record = await store.find(key);
  if (record?.status === "pending") await putInLine(parts, record);
  feed.changed(key);
}

/** @throws E002 when that takes longer than it may, E004 when the signal aborts */
async function untilEnded(
  parts: TaskParts,
  first: TaskRecord,
  { signal, timeoutMs }: WaitOptions = {},
): Promise<TaskRecord> {
  const { store, clock } = parts;
  const timeout = new AbortController();
  const cancelTimer = timeoutMs === undefined ? undefined : clock.schedule(() => timeout.abort(), timeoutMs);
  const either = signal ? AbortSignal.any([signal, timeout.signal]) : timeout.signal;
  try {
    for (let record: TaskRecord | undefined = first; ; record = await store.find(first.key)) {
      if (!record) throw noSuchTask(first.id);
      if (hasEnded(record.status)) return record;
      if (signal?.aborted) throw new CancelledError("Cancelled", { cause: signal.reason });
      if (timeout.signal.aborted) {
        throw new OperationTimeoutError(`Task ${JSON.stringify(first.id)} has not ended within ${timeoutMs} ms`);
      }
      const events = followEvents(parts, first, { after: record.lastSequence, signal: either });
      // Read to its end: the task has ended then, or the wait has.
      while (!(await events.next()).done);
    }
  } finally {
    cancelTimer?.();
  }
}
