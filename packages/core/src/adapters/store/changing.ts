import type { Database } from "#adapters/sqlite/database.ts";
import { numberOf, textOf } from "#adapters/sqlite/row.ts";
import type { EventOf } from "#contracts/events.ts";
import type { TaskRecord, TaskStore } from "#contracts/task-store.ts";
import { positionBits } from "./task-rows.ts";

type Changing = Pick<TaskStore, "cancel" | "resume" | "decide" | "expiredApprovals">;

type FindRecord = (key: string) => TaskRecord | undefined;

/** What others than its runner do to a task. */
export function createChanging(database: Database, record: FindRecord): Changing {
  const cancel = createCancel(database, record);
  const pendAgain = database.prepare(`
    UPDATE tasks SET status = 'pending', outcome = 'open', parked = 0, cancel_requested = 0, run_at = min(run_at, ?2), ended_at = NULL,
      output = NULL, error = NULL, run = run + 1
    WHERE key = ?1 AND ended_at IS NOT NULL RETURNING no`);
  const askAnew = database.prepare("DELETE FROM approvals WHERE task = ? AND approved IS NOT 1");
  const decide = database.prepare(`
    UPDATE approvals SET approved = ?3, reason = ?4, decided_at = ?5, fresh = 1
    WHERE task = (SELECT no FROM tasks WHERE key = ?1) AND step = ?2 AND approved IS NULL`);
  const unpark = database.prepare("UPDATE tasks SET parked = 0 WHERE key = ? AND parked = 1");
  const expired = database.prepare(`
    SELECT t.key, a.step FROM approvals a JOIN tasks t ON t.no = a.task
    WHERE a.approved IS NULL AND a.expires_at <= ? AND t.ended_at IS NULL ORDER BY a.expires_at`);
  return {
    cancel: (key, at) => database.write(() => cancel(key, at)),
    resume: (key, at) =>
      database.write(() => {
        const row = pendAgain.get(key, at);
        if (!row) return undefined;
        askAnew.run(numberOf(row, "no"));
        return record(key);
      }),
    decide: (key, index, { approved, reason, at }) =>
      database.write(() => {
        if (decide.run(key, index, approved ? 1 : 0, reason, at).changes === 0) return false;
        unpark.run(key);
        return true;
      }),
    expiredApprovals: (now) =>
      database.read(() => expired.all(now).map((row) => ({ key: textOf(row, "key"), index: numberOf(row, "step") }))),
  };
}

function createCancel(database: Database, record: FindRecord): (key: string, at: number) => TaskRecord | undefined {
  const mark = database.prepare(`
    UPDATE tasks SET cancel_requested = 1 WHERE key = ?1 AND ended_at IS NULL AND lease_until > ?2`);
  const end = database.prepare(`
    UPDATE tasks SET status = 'cancelled', outcome = 'cancelled', ended_at = ?2, parked = 0, runner = NULL, lease_until = NULL,
      fence = fence + 1
    WHERE key = ?1 AND ended_at IS NULL RETURNING no`);
  const forgetWaiting = database.prepare("DELETE FROM approvals WHERE task = ? AND approved IS NULL");
  const forgetElements = database.prepare("DELETE FROM elements WHERE task = ?");
  const log = database.prepare(`
    INSERT INTO log (place, last, completed, events)
    SELECT coalesce(max(place) + 1, ?1 << ${positionBits}), ?2, ?3, ?4 FROM log
    WHERE place >= ?1 << ${positionBits} AND place < (?1 + 1) << ${positionBits}`);
  return (key, at) => {
    if (mark.run(key, database.clock.now()).changes === 1) return record(key);
    const ended = end.get(key, at);
    const task = record(key);
    if (!ended || !task) return task;
    const no = numberOf(ended, "no");
    const event = cancelledEvent(task, at);
    log.run(no, event.sequence, task.completedSteps, JSON.stringify([event]));
    forgetWaiting.run(no);
    forgetElements.run(no);
    return record(key);
  };
}

function cancelledEvent(task: TaskRecord, at: number): EventOf<"task.cancelled"> {
  return {
    type: "task.cancelled",
    taskId: task.id,
    userId: task.userId,
    stepIndex: null,
    operation: null,
    time: at,
    sequence: task.lastSequence + 1,
    durationMs: Math.max(0, at - (task.startedAt ?? task.createdAt)),
  };
}
