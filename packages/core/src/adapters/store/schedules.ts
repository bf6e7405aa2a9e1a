import type { Database } from "#adapters/sqlite/database.ts";
import { numberOf, type Row, textOf, textOrNull } from "#adapters/sqlite/row.ts";
import type { TaskWork } from "#contracts/task.ts";
import type { ScheduleRecord, TaskStore } from "#contracts/task-store.ts";
import { laneOf } from "./task-rows.ts";

type Schedules = Pick<TaskStore, "saveSchedule" | "schedules" | "removeSchedule" | "dueSchedules" | "advanceSchedule">;

export function createSchedules(database: Database): Schedules {
  const drop = database.prepare("DELETE FROM schedules WHERE user_id IS ? AND id = ?");
  const add = database.prepare(`
    INSERT INTO schedules (user_id, id, cron, timezone, work, lane, priority, created_at, next_at, last_task_id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const ofUser = database.prepare("SELECT * FROM schedules WHERE user_id IS ? ORDER BY id");
  const due = database.prepare("SELECT * FROM schedules WHERE next_at <= ? ORDER BY next_at, no");
  const advance = database.prepare(`
    UPDATE schedules SET next_at = ?, last_task_id = ? WHERE user_id IS ? AND id = ? AND next_at = ?`);
  return {
    saveSchedule: (schedule) =>
      database.write(() => {
        const { userId = null, id, cron, timezone, work, lane, priority, createdAt, nextAt, lastTaskId } = schedule;
        drop.run(userId, id);
        add.run(userId, id, cron, timezone, JSON.stringify(work), lane, priority, createdAt, nextAt, lastTaskId);
      }),
    schedules: (userId) => database.read(() => ofUser.all(userId ?? null).map(toSchedule)),
    removeSchedule: (userId, id) => database.write(() => drop.run(userId ?? null, id).changes === 1),
    dueSchedules: (now) => database.read(() => due.all(now).map(toSchedule)),
    advanceSchedule: ({ userId, id, nextAt: was }, nextAt, lastTaskId) =>
      database.write(() => advance.run(nextAt, lastTaskId, userId ?? null, id, was).changes === 1),
  };
}

function toSchedule(row: Row): ScheduleRecord {
  const work: TaskWork = JSON.parse(textOf(row, "work"));
  return {
    userId: textOrNull(row, "user_id") ?? undefined,
    id: textOf(row, "id"),
    cron: textOf(row, "cron"),
    timezone: textOf(row, "timezone"),
    work,
    lane: laneOf(row),
    priority: numberOf(row, "priority"),
    createdAt: numberOf(row, "created_at"),
    nextAt: numberOf(row, "next_at"),
    lastTaskId: textOrNull(row, "last_task_id"),
  };
}
