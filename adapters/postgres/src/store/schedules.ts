import type { ScheduleRecord, TaskStore, TaskWork } from "@aiecs/core";
import type { Database } from "#database/database.ts";
import { numberOf, type Row, textOf, textOrNull } from "#database/row.ts";
import { fromStored, fromStoredUser, toStored, toStoredUser } from "#database/text-form.ts";
import { laneOf } from "./task-rows.ts";

type Schedules = Pick<TaskStore, "saveSchedule" | "schedules" | "removeSchedule" | "dueSchedules" | "advanceSchedule">;

const save = {
  name: "schedule-save",
  text: `
    INSERT INTO schedules (user_id, id, cron, timezone, work, lane, priority, created_at, next_at, last_task_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (user_id, id) DO UPDATE SET cron = excluded.cron, timezone = excluded.timezone, work = excluded.work,
      lane = excluded.lane, priority = excluded.priority, created_at = excluded.created_at, next_at = excluded.next_at,
      last_task_id = excluded.last_task_id`,
};
const ofUser = { name: "schedules", text: "SELECT * FROM schedules WHERE user_id = $1 ORDER BY id" };
const remove = { name: "schedule-remove", text: "DELETE FROM schedules WHERE user_id = $1 AND id = $2 RETURNING id" };
const due = {
  name: "schedules-due",
  text: "SELECT * FROM schedules WHERE next_at <= $1 ORDER BY next_at, created_at, user_id, id",
};
const advance = {
  name: "schedule-advance",
  text: `
    UPDATE schedules SET next_at = $4, last_task_id = $5 WHERE user_id = $1 AND id = $2 AND next_at = $3 RETURNING id`,
};
const advancedSo = {
  name: "schedule-advanced-so",
  text: "SELECT id FROM schedules WHERE user_id = $1 AND id = $2 AND next_at = $3 AND last_task_id = $4",
};

/** Work that is submitted again and again. */
export function createSchedules(database: Database): Schedules {
  return {
    async saveSchedule({ userId, id, cron, timezone, work, lane, priority, createdAt, nextAt, lastTaskId }) {
      const values = [toStoredUser(userId), toStored(id), cron, timezone, JSON.stringify(work)];
      const last = lastTaskId === null ? null : toStored(lastTaskId);
      await database.write((query) => query(save, [...values, lane, priority, createdAt, nextAt, last]));
    },
    async schedules(userId) {
      return (await database.read((query) => query(ofUser, [toStoredUser(userId)]))).map(toSchedule);
    },
    removeSchedule: (userId, id) =>
      database.write(async (query, isRepeated) => {
        const rows = await query(remove, [toStoredUser(userId), toStored(id)]);
        // What is not there the second time was removed the first time, though nobody heard of it.
        return rows.length > 0 || isRepeated;
      }),
    async dueSchedules(now) {
      return (await database.read((query) => query(due, [now]))).map(toSchedule);
    },
    advanceSchedule({ userId, id, nextAt: was }, nextAt, lastTaskId) {
      const [user, stored, last] = [toStoredUser(userId), toStored(id), toStored(lastTaskId)];
      return database.write(async (query, isRepeated) => {
        if ((await query(advance, [user, stored, was, nextAt, last])).length > 0) return true;
        return isRepeated && (await query(advancedSo, [user, stored, nextAt, last])).length > 0;
      });
    },
  };
}

function toSchedule(row: Row): ScheduleRecord {
  const work: TaskWork = JSON.parse(textOf(row, "work"));
  const last = textOrNull(row, "last_task_id");
  return {
    userId: fromStoredUser(textOf(row, "user_id")),
    id: fromStored(textOf(row, "id")),
    cron: textOf(row, "cron"),
    timezone: textOf(row, "timezone"),
    work,
    lane: laneOf(row),
    priority: numberOf(row, "priority"),
    createdAt: numberOf(row, "created_at"),
    nextAt: numberOf(row, "next_at"),
    lastTaskId: last === null ? null : fromStored(last),
  };
}
