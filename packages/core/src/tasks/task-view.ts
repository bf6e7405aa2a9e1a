import type { Task, WaitingStep } from "#contracts/task.ts";
import type { ApprovalRecord, TaskRecord } from "#contracts/task-store.ts";
import { showValue } from "./stored-step.ts";
import { hasEnded } from "./task-status.ts";
import { toIso } from "./to-iso.ts";

/** A task as it is told to its user. */
export function toTask(record: TaskRecord): Task {
  const { work, runAt, createdAt, startedAt, endedAt, output } = record;
  return {
    id: record.id,
    user_id: record.userId ?? null,
    name: work.plan.name ?? null,
    status: record.status,
    mode: work.mode,
    queue: record.lane,
    priority: record.priority,
    created_at: toIso(createdAt),
    not_before: runAt > createdAt ? toIso(runAt) : null,
    started_at: startedAt === null ? null : toIso(startedAt),
    ended_at: endedAt === null ? null : toIso(endedAt),
    steps: work.plan.steps.length,
    completed_steps: record.completedSteps,
    waiting: hasEnded(record.status) ? [] : waitingSteps(record),
    resumed: record.run,
    last_event: record.lastSequence,
    output: output === null ? null : showValue(JSON.parse(output)),
    error: record.error,
  };
}

function waitingSteps({ approvals, work }: TaskRecord): WaitingStep[] {
  return approvals
    .filter(({ decision }) => decision === null)
    .map(({ index, since, expiresAt }: ApprovalRecord) => {
      const step = work.plan.steps[index];
      return {
        step: index,
        id: step?.id ?? null,
        operation: step?.operation ?? "unknown",
        since: toIso(since),
        expires_at: toIso(expiresAt),
      };
    });
}
