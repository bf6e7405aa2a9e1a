import { numberOf, numberOrNull, type Row, textOf, textOrNull } from "#adapters/sqlite/row.ts";
import { DatabaseError } from "#contracts/errors.ts";
import type { Lane, TaskWork } from "#contracts/task.ts";
import { TaskStatus } from "#contracts/task-status.ts";
import type { ApprovalRecord, NewTaskRecord, RunnerId, TaskRecord } from "#contracts/task-store.ts";

/** Positions in the log that a task has room for: a billion. */
export const positionBits = 30;

/** The log entry that a task has last, as part of a query that knows it as `t`. */
const latest = (column: string): string =>
  `(SELECT ${column} FROM log WHERE place >= t.no << ${positionBits} AND place < (t.no + 1) << ${positionBits}
    ORDER BY place DESC LIMIT 1)`;

/** Everything of a task: ends with a `FROM`, so that only a `WHERE` is to follow. */
export const selectTask: string = `
  SELECT t.*, (SELECT body FROM log WHERE place = t.no << ${positionBits}) AS work, ${latest("last")} AS last, ${latest("completed")} AS completed,
    (SELECT json_group_array(json_array(step, since, expires_at, approved, reason, decided_at) ORDER BY step)
     FROM approvals WHERE task = t.no) AS approvals
  FROM tasks t`;

/** What is known of a task that has just been added, and of who holds it. */
export function newRecord(task: NewTaskRecord, heldBy: RunnerId | null, startedAt: number | null): TaskRecord {
  return {
    ...task,
    status: heldBy === null ? "pending" : "running",
    parked: false,
    cancelRequested: false,
    heldBy,
    startedAt,
    endedAt: null,
    run: 0,
    completedSteps: 0,
    approvals: [],
    lastSequence: 0,
    output: null,
    error: null,
  };
}

export function toRecord(row: Row): TaskRecord {
  const work: TaskWork = JSON.parse(textOf(row, "work"));
  const error = textOrNull(row, "error");
  return {
    key: textOf(row, "key"),
    id: textOf(row, "id"),
    userId: textOrNull(row, "user_id") ?? undefined,
    work,
    digest: textOf(row, "digest"),
    lane: laneOf(row),
    priority: numberOf(row, "priority"),
    createdAt: numberOf(row, "created_at"),
    runAt: numberOf(row, "run_at"),
    status: statusOf(row),
    parked: numberOf(row, "parked") === 1,
    cancelRequested: numberOf(row, "cancel_requested") === 1,
    heldBy: textOrNull(row, "runner"),
    startedAt: numberOrNull(row, "started_at"),
    endedAt: numberOrNull(row, "ended_at"),
    run: numberOf(row, "run"),
    completedSteps: numberOrNull(row, "completed") ?? 0,
    approvals: toApprovals(textOf(row, "approvals")),
    lastSequence: numberOrNull(row, "last") ?? 0,
    output: textOrNull(row, "output"),
    error: error === null ? null : JSON.parse(error),
  };
}

type ApprovalColumns = [
  index: number,
  since: number,
  expiresAt: number,
  approved: 0 | 1 | null,
  reason: string | null,
  at: number,
];

function toApprovals(json: string): ApprovalRecord[] {
  const rows: ApprovalColumns[] = JSON.parse(json);
  return rows.map(([index, since, expiresAt, approved, reason, at]) => {
    const decision = approved === null ? null : { approved: approved === 1, reason, at };
    return { index, since, expiresAt, decision };
  });
}

export function laneOf(row: Row): Lane {
  const lane = textOf(row, "lane");
  if (lane === "fast" || lane === "heavy") return lane;
  throw new DatabaseError(`The task database is damaged: there is no lane ${lane}`);
}

const statuses: readonly TaskStatus[] = Object.values(TaskStatus);

export function statusOf(row: Row): TaskStatus {
  const text = textOf(row, "status");
  const status = statuses.find((known) => known === text);
  if (status) return status;
  throw new DatabaseError(`The task database is damaged: there is no status ${text}`);
}
