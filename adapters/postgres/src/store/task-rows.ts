import type { ApprovalRecord, Lane, NewTaskRecord, RunnerId, TaskRecord, TaskWork } from "@aiecs/core";
import { DatabaseError, TaskStatus } from "@aiecs/core/contracts";
import { flagOf, numberOf, numberOrNull, type Row, textOf, textOrNull } from "#database/row.ts";
import { fromStored, fromStoredUser } from "#database/text-form.ts";

/** Everything of tasks: ends with a `FROM`, which knows them as `t`. Looks other tables up by key, whatever their sizes. */
export function selectTask(from = "tasks t"): string {
  return `
    SELECT t.no, t.key, t.id, t.user_id, t.digest, t.lane, t.priority, t.created_at, t.run_at, t.status, t.parked,
      t.cancel_requested, t.run, t.last_sequence, t.completed_steps, t.started_at, t.ended_at, t.runner, t.fence, t.token,
      t.output, t.error, (SELECT work FROM works w WHERE w.task = t.no) AS work, ARRAY(
        SELECT json_build_array(step, since, expires_at, approved, reason, decided_at)
        FROM approvals a WHERE a.task = t.no ORDER BY step) AS approvals
    FROM ${from}`;
}

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
  const heldBy = textOrNull(row, "runner");
  return {
    key: fromStored(textOf(row, "key")),
    id: fromStored(textOf(row, "id")),
    userId: fromStoredUser(textOf(row, "user_id")),
    work,
    digest: fromStored(textOf(row, "digest")),
    lane: laneOf(row),
    priority: numberOf(row, "priority"),
    createdAt: numberOf(row, "created_at"),
    runAt: numberOf(row, "run_at"),
    status: statusOf(row),
    parked: flagOf(row, "parked"),
    cancelRequested: flagOf(row, "cancel_requested"),
    heldBy: heldBy === null ? null : fromStored(heldBy),
    startedAt: numberOrNull(row, "started_at"),
    endedAt: numberOrNull(row, "ended_at"),
    run: numberOf(row, "run"),
    completedSteps: numberOf(row, "completed_steps"),
    approvals: toApprovals(row),
    lastSequence: numberOf(row, "last_sequence"),
    output: textOrNull(row, "output"),
    error: error === null ? null : JSON.parse(error),
  };
}

type ApprovalColumns = [
  index: number,
  since: number,
  expiresAt: number,
  approved: boolean | null,
  reason: string | null,
  at: number,
];

function toApprovals(row: Row): ApprovalRecord[] {
  const { approvals } = row;
  if (!Array.isArray(approvals)) throw new DatabaseError("The task database is damaged: approvals are no list");
  return approvals.map(([index, since, expiresAt, approved, reason, at]: ApprovalColumns) => {
    const decision = approved === null ? null : { approved, reason: reason === null ? null : fromStored(reason), at };
    return { index, since, expiresAt, decision };
  });
}

/** Whether a task of that status has ended. */
export function isOver(status: TaskStatus): boolean {
  return status !== TaskStatus.PENDING && status !== TaskStatus.RUNNING;
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
