import type { Database } from "#adapters/sqlite/database.ts";
import { numberOf, numberOrNull, type Row, textOf, textOrNull } from "#adapters/sqlite/row.ts";
import type { OpenTask, TaskStore } from "#contracts/task-store.ts";
import { laneOf, positionBits } from "./task-rows.ts";

/** So many tasks are removed in one transaction: each may have thousands of steps. */
const removedAtOnce = 10;

/** Tasks that nobody asked for by their key: what should be running, and what is too old. */
export function createUpkeep(database: Database): Pick<TaskStore, "open" | "sweep" | "remove"> {
  const open = database.prepare(`
    SELECT key, user_id, lane, priority, run_at, runner, lease_until FROM tasks
    WHERE ended_at IS NULL AND parked = 0 AND key > ?1 AND (run_at <= ?2 OR status = 'running') ORDER BY key LIMIT ?3`);
  const old = database.prepare("SELECT key FROM tasks WHERE ended_at < ? ORDER BY ended_at LIMIT ?");
  const remove = createRemoval(database);
  return {
    open: ({ now, cursor = "", limit }) =>
      database.read(() => open.all(cursor, now, limit).map((row) => toOpenTask(row, now))),
    remove: (key) => database.write(() => remove(key, Number.POSITIVE_INFINITY)),
    async sweep(endedBefore, limit) {
      const keys = await database.read(() => old.all(endedBefore, limit).map((row) => textOf(row, "key")));
      const removed: string[] = [];
      for (let first = 0; first < keys.length; first += removedAtOnce) {
        const some = keys.slice(first, first + removedAtOnce);
        removed.push(...(await database.write(() => some.filter((key) => remove(key, endedBefore)))));
      }
      return removed;
    },
  };
}

/** Removes a task that ended before a moment, with all that belongs to it. */
function createRemoval(database: Database): (key: string, endedBefore: number) => boolean {
  const drop = database.prepare("DELETE FROM tasks WHERE key = ? AND ended_at < ? RETURNING no, fence");
  const raise = database.prepare("UPDATE fences SET highest = max(highest, ?)");
  const dropLog = database.prepare(
    `DELETE FROM log WHERE place >= ?1 << ${positionBits} AND place < (?1 + 1) << ${positionBits}`,
  );
  return (key, endedBefore) => {
    const row = drop.get(key, endedBefore);
    if (!row) return false;
    raise.run(numberOf(row, "fence"));
    dropLog.run(numberOf(row, "no"));
    return true;
  };
}

function toOpenTask(row: Row, now: number): OpenTask {
  const leaseUntil = numberOrNull(row, "lease_until");
  return {
    key: textOf(row, "key"),
    userId: textOrNull(row, "user_id") ?? undefined,
    lane: laneOf(row),
    priority: numberOf(row, "priority"),
    runAt: numberOf(row, "run_at"),
    heldBy: textOrNull(row, "runner") ?? undefined,
    expired: leaseUntil !== null && leaseUntil <= now,
  };
}
