import type { StatementSync } from "node:sqlite";
import type { Database } from "#adapters/sqlite/database.ts";
import { numberOf } from "#adapters/sqlite/row.ts";
import { DatabaseError, ValidationError } from "#contracts/errors.ts";
import type { Lane } from "#contracts/task.ts";
import { TaskStatus } from "#contracts/task-status.ts";
import type {
  Holder,
  InsertedTask,
  NewTaskRecord,
  RecordFilter,
  TaskRecord,
  TaskStore,
} from "#contracts/task-store.ts";
import type { RunWriting } from "./run-writing.ts";
import { laneOf, newRecord, positionBits, selectTask, statusOf, toRecord } from "./task-rows.ts";

type Keeping = Pick<TaskStore, "insert" | "find" | "countOpen" | "list">;

/** Tasks as they are submitted, looked up and listed. */
export function createKeeping(
  database: Database,
  { began, isIdle }: Pick<RunWriting, "began" | "isIdle">,
): Keeping & { readonly record: (key: string) => TaskRecord | undefined } {
  const byKey = database.prepare(`${selectTask} WHERE t.key = ?`);
  const addTask = database.prepare(`
    INSERT INTO tasks (key, id, user_id, name, digest, lane, priority, created_at, run_at, status, runner, lease_until,
      started_at, fence)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT highest FROM fences) + 1)
    ON CONFLICT (key) DO NOTHING RETURNING no, fence`);
  const addWork = database.prepare(
    `INSERT INTO log (place, last, completed, body) VALUES (? << ${positionBits}, 0, 0, ?)`,
  );
  const open = database.prepare("SELECT count(*) AS count FROM tasks WHERE user_id IS ? AND outcome = 'open'");
  const record = (key: string): TaskRecord | undefined => {
    const row = byKey.get(key);
    return row && toRecord(row);
  };
  const insert = (task: NewTaskRecord, work: string, heldBy: Holder | undefined): InsertedTask => {
    const { key, id, userId = null, digest, lane, priority, createdAt, runAt } = task;
    const name = task.work.plan.name ?? null;
    const { runner = null, leaseMs = 0 } = heldBy ?? {};
    const now = runner === null ? null : database.clock.now();
    const held = [runner === null ? "pending" : "running", runner, now === null ? null : now + leaseMs, now] as const;
    const added = addTask.get(key, id, userId, name, digest, lane, priority, createdAt, runAt, ...held);
    if (added) {
      const no = numberOf(added, "no");
      addWork.run(no, work);
      const kept = { record: newRecord(task, runner, now), isNew: true };
      if (runner === null) return kept;
      const lease = { key, fence: numberOf(added, "fence") };
      began(lease, no);
      return { ...kept, lease };
    }
    const kept = record(key);
    if (!kept) throw new DatabaseError(`The task database is damaged: task ${key} is there and cannot be found`);
    return { record: kept, isNew: false };
  };
  return {
    record,
    insert: (task, heldBy) => {
      const text = JSON.stringify(task.work);
      return database.write(() => insert(task, text, heldBy), { alone: heldBy !== undefined && isIdle() });
    },
    find: (key) => database.read(() => record(key)),
    countOpen: (userId) => database.read(() => numberOf(open.get(userId ?? null) ?? {}, "count")),
    list: createListing(database),
  };
}

const lanes: readonly Lane[] = ["fast", "heavy"];

/** The newest tasks of a user, found by an index whatever is asked for. */
function createListing(database: Database): TaskStore["list"] {
  const byStatus = database.prepare(`
    SELECT no FROM tasks WHERE user_id IS ?1 AND outcome = iif(?2 IN ('pending', 'running'), 'open', ?2) AND status = ?2
      AND lane = ?3 AND no < ?4 ORDER BY no DESC LIMIT ?5`);
  const byName = database.prepare(`
    SELECT no, status, lane FROM tasks WHERE user_id IS ? AND name = ? AND no < ? ORDER BY no DESC`);
  const byNumber = database.prepare(`${selectTask} WHERE t.no = ?`);

  const numbers = (filter: RecordFilter, before: number, count: number): number[] => {
    const { userId = null, name } = filter;
    const statuses = filter.statuses ?? Object.values(TaskStatus);
    const inLanes = filter.lane ? [filter.lane] : lanes;
    if (name !== undefined) return namedNumbers(byName, { userId, name, before, count, statuses, lanes: inLanes });
    const found: number[] = [];
    for (const status of new Set(statuses)) {
      for (const lane of inLanes) {
        for (const row of byStatus.all(userId, status, lane, before, count)) found.push(numberOf(row, "no"));
      }
    }
    return found.sort((a, b) => b - a).slice(0, count);
  };

  return (filter) =>
    database.read(() => {
      const found = numbers(filter, parseCursor(filter.cursor), filter.limit + 1);
      const page = found.slice(0, filter.limit);
      const records = page.map((no) => toRecord(byNumber.get(no) ?? {}));
      const last = page.at(-1);
      return { records, cursor: found.length > page.length && last !== undefined ? String(last) : null };
    });
}

type NamedFilter = {
  readonly userId: string | null;
  readonly name: string;
  readonly before: number;
  readonly count: number;
  readonly statuses: readonly TaskStatus[];
  readonly lanes: readonly Lane[];
};

function namedNumbers(statement: StatementSync, filter: NamedFilter): number[] {
  const found: number[] = [];
  const rows = statement.iterate(filter.userId, filter.name, filter.before);
  for (const row of rows) {
    if (found.length === filter.count) break;
    if (filter.statuses.includes(statusOf(row)) && filter.lanes.includes(laneOf(row))) found.push(numberOf(row, "no"));
  }
  return found;
}

/** The number of the task that the page before ended with. */
function parseCursor(cursor: string | undefined): number {
  if (cursor === undefined) return Number.MAX_SAFE_INTEGER;
  const number = Number(cursor);
  if (/^\d{1,15}$/.test(cursor) && number > 0) return number;
  throw new ValidationError(`cursor: expected what an earlier page gave, received ${JSON.stringify(cursor)}`);
}
