import type { OpenTask, TaskStore } from "@aiecs/core";
import type { Database } from "#database/database.ts";
import { nowMs } from "#database/now.ts";
import { flagOf, numberOf, type Row, textOf, textOrNull } from "#database/row.ts";
import { fromStored, fromStoredUser, toStored } from "#database/text-form.ts";
import { laneOf } from "./task-rows.ts";

/** So many tasks are removed in one transaction: each may have thousands of steps. */
const removedAtOnce = 10;

const open = {
  name: "open",
  text: `
    SELECT key, user_id, lane, priority, run_at, runner, coalesce(lease_until <= ${nowMs}, false) AS expired FROM tasks
    WHERE ended_at IS NULL AND NOT parked AND key > $1 AND (run_at <= $2 OR status = 'running') ORDER BY key LIMIT $3`,
};
const old = { name: "old", text: "SELECT key FROM tasks WHERE ended_at < $1 ORDER BY ended_at LIMIT $2" };
const ofGone = "task = ANY (ARRAY(SELECT no FROM gone))";
// Rows are locked by key, as whoever writes several does: so that two never wait for each other.
const remove = {
  name: "remove",
  text: `
    WITH over AS MATERIALIZED (
      SELECT key FROM tasks WHERE key = ANY ($1::text[]) AND ended_at < $2 ORDER BY key FOR UPDATE
    ), gone AS (
      DELETE FROM tasks WHERE key = ANY (ARRAY(SELECT key FROM over)) RETURNING no, key
    ), w AS (
      DELETE FROM works WHERE ${ofGone}
    ), s AS (
      DELETE FROM steps WHERE ${ofGone}
    ), e AS (
      DELETE FROM events WHERE ${ofGone}
    ), l AS (
      DELETE FROM elements WHERE ${ofGone}
    ), a AS (
      DELETE FROM approvals WHERE ${ofGone}
    )
    SELECT key FROM gone`,
};
const remaining = { name: "remaining", text: "SELECT key FROM tasks WHERE key = ANY ($1::text[])" };

/** Tasks that nobody asked for by their key: what should be running, and what is too old. */
export function createUpkeep(database: Database): Pick<TaskStore, "open" | "sweep" | "remove"> {
  /** Those of the tasks that are gone. Keys that vanished while nobody heard of it count, too: they were there before. */
  const removeAll = (keys: readonly string[], endedBefore: number): Promise<string[]> =>
    database.write(async (query, isRepeated) => {
      const rows = await query(remove, [keys, endedBefore]);
      if (!isRepeated) return keysOf(rows, keys);
      const left = new Set((await query(remaining, [keys])).map((row) => textOf(row, "key")));
      return keys.filter((key) => !left.has(key));
    });
  return {
    async open({ now, cursor = "", limit }) {
      return (await database.read((query) => query(open, [toStored(cursor), now, limit]))).map(toOpenTask);
    },
    remove: async (key) => (await removeAll([toStored(key)], Number.POSITIVE_INFINITY)).length > 0,
    async sweep(endedBefore, limit) {
      const rows = await database.read((query) => query(old, [endedBefore, limit]));
      const keys = rows.map((row) => textOf(row, "key"));
      const removed: string[] = [];
      for (let first = 0; first < keys.length; first += removedAtOnce) {
        removed.push(...(await removeAll(keys.slice(first, first + removedAtOnce), endedBefore)));
      }
      return removed.map(fromStored);
    },
  };
}

/** In the order of the keys that were given. */
function keysOf(rows: readonly Row[], keys: readonly string[]): string[] {
  const found = new Set(rows.map((row) => textOf(row, "key")));
  return keys.filter((key) => found.has(key));
}

function toOpenTask(row: Row): OpenTask {
  const runner = textOrNull(row, "runner");
  return {
    key: fromStored(textOf(row, "key")),
    userId: fromStoredUser(textOf(row, "user_id")),
    lane: laneOf(row),
    priority: numberOf(row, "priority"),
    runAt: numberOf(row, "run_at"),
    heldBy: runner === null ? undefined : fromStored(runner),
    expired: flagOf(row, "expired"),
  };
}
