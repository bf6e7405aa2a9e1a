import { randomUUID } from "node:crypto";
import type { EventOf, TaskRecord, TaskStore } from "@aiecs/core";
import type { Database } from "#database/database.ts";
import { nowMs } from "#database/now.ts";
import { flagOf, numberOf, textOf } from "#database/row.ts";
import type { Query } from "#database/statement.ts";
import { fromStored, toStored } from "#database/text-form.ts";
import { selectTask, toRecord } from "./task-rows.ts";

const begin = { name: "begin", text: "BEGIN" };
const commit = { name: "commit", text: "COMMIT" };
const find = { name: "find", text: `${selectTask()} WHERE t.key = $1` };
const lock = {
  name: "cancel-lock",
  text: `
    SELECT ended_at IS NULL AS is_open, coalesce(lease_until > ${nowMs}, false) AS is_held FROM tasks
    WHERE key = $1 FOR NO KEY UPDATE`,
};
const mark = { name: "cancel-mark", text: "UPDATE tasks SET cancel_requested = true WHERE key = $1" };
const cancel = {
  name: "cancel",
  text: `
    WITH over AS (
      UPDATE tasks SET status = 'cancelled', ended_as = 'cancelled', ended_at = $2, parked = false, runner = NULL,
        lease_until = NULL, fence = nextval('fences'), last_sequence = $3, has_elements = false
      WHERE key = $1 RETURNING no
    ), told AS (
      INSERT INTO events SELECT no, $3, $4 FROM over
    ), no_elements AS (
      DELETE FROM elements WHERE task = (SELECT no FROM over)
    )
    DELETE FROM approvals WHERE task = (SELECT no FROM over) AND approved IS NULL`,
};
const resume = {
  name: "resume",
  text: `
    WITH again AS (
      UPDATE tasks SET status = 'pending', ended_as = '', parked = false, cancel_requested = false,
        run_at = least(run_at, $2), ended_at = NULL, output = NULL, error = NULL, run = run + 1,
        decided = '{}', token = $3
      WHERE key = $1 AND ended_at IS NOT NULL RETURNING no
    ), anew AS (
      DELETE FROM approvals WHERE task = (SELECT no FROM again) AND approved IS NOT TRUE
    )
    SELECT no FROM again`,
};
// The task is locked first: whoever leaves it parked has done so by then, or will see the decision.
const decide = {
  name: "decide",
  text: `
    WITH task AS MATERIALIZED (
      SELECT no FROM tasks WHERE key = $1 FOR NO KEY UPDATE
    ), decided AS (
      UPDATE approvals SET approved = $3, reason = $4, decided_at = $5
      WHERE task = (SELECT no FROM task) AND step = $2::integer AND approved IS NULL RETURNING key
    )
    UPDATE tasks t SET parked = false, decided = t.decided || $2::integer WHERE key = (SELECT key FROM decided)
    RETURNING key`,
};
const decidedSo = {
  name: "decided-so",
  text: `
    SELECT 1 FROM approvals WHERE task = (SELECT no FROM tasks WHERE key = $1) AND step = $2 AND approved = $3
      AND reason IS NOT DISTINCT FROM $4 AND decided_at = $5`,
};
// Steps of tasks that have ended do not wait.
const expired = {
  name: "expired",
  text: `
    SELECT key, step FROM approvals WHERE decided_at IS NULL AND expires_at <= $1 ORDER BY expires_at`,
};

/** What others than its runner do to a task. */
export function createChanging(
  database: Database,
): Pick<TaskStore, "cancel" | "resume" | "decide" | "expiredApprovals"> {
  return {
    cancel: (key, at) => database.write((query) => cancelTask(query, toStored(key), at)),
    resume(key, at) {
      const token = randomUUID();
      return database.write(async (query) => {
        const isResumed = (await query(resume, [toStored(key), at, token])).length > 0;
        const [row] = await query(find, [toStored(key)]);
        // Also when this very call did so before, though nobody heard of it.
        return row && (isResumed || textOf(row, "token") === token) ? toRecord(row) : undefined;
      });
    },
    decide(key, index, { approved, reason, at }) {
      const values = [toStored(key), index, approved, reason === null ? null : toStored(reason), at];
      return database.write(async (query, isRepeated) => {
        if ((await query(decide, values)).length > 0) return true;
        return isRepeated && (await query(decidedSo, values)).length > 0;
      });
    },
    async expiredApprovals(now) {
      const rows = await database.read((query) => query(expired, [now]));
      return rows.map((row) => ({ key: fromStored(textOf(row, "key")), index: numberOf(row, "step") }));
    },
  };
}

async function cancelTask(query: Query, key: string, at: number): Promise<TaskRecord | undefined> {
  await query(begin, []);
  const [state] = await query(lock, [key]);
  if (state && flagOf(state, "is_open")) {
    if (flagOf(state, "is_held")) await query(mark, [key]);
    else {
      const event = cancelledEvent(await record(query, key), at);
      await query(cancel, [key, at, event.sequence, JSON.stringify([event])]);
    }
  }
  const [row] = await query(find, [key]);
  await query(commit, []);
  return row && toRecord(row);
}

async function record(query: Query, key: string): Promise<TaskRecord> {
  const [row = {}] = await query(find, [key]);
  return toRecord(row);
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
