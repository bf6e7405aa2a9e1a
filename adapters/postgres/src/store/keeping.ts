import { randomUUID } from "node:crypto";
import type { Holder, InsertedTask, NewTaskRecord, TaskStore } from "@aiecs/core";
import { plainArray, textArray } from "#database/arrays.ts";
import { Batch } from "#database/batch.ts";
import type { Database } from "#database/database.ts";
import { nowMs } from "#database/now.ts";
import { numberOf, numberOrNull, type Row, textOf } from "#database/row.ts";
import type { Query } from "#database/statement.ts";
import { toStored, toStoredUser } from "#database/text-form.ts";
import { newRecord, selectTask, toRecord } from "./task-rows.ts";

type Keeping = Pick<TaskStore, "insert" | "find" | "countOpen">;

/** A task that is to be added; no two calls have the same token. */
type Entry = {
  readonly task: NewTaskRecord;
  readonly heldBy: Holder | undefined;
  readonly work: string;
  readonly token: string;
};

// A key that is there already gives no row. A token tells the rows of one call from those of another.
const insert = {
  name: "insert",
  text: `
    WITH given AS MATERIALIZED (
      SELECT nextval(pg_get_serial_sequence('tasks', 'no')) AS no, task.* FROM unnest(
        $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::integer[], $8::double precision[],
        $9::double precision[], $10::text[], $11::double precision[], $12::text[], $13::text[]
      ) AS task (
        key, id, user_id, name, digest, lane, priority, created_at, run_at, runner, lease_ms, token, work)
    ), added AS (
      INSERT INTO tasks (no, key, id, user_id, name, digest, lane, priority, created_at, run_at, status, runner,
        lease_until, started_at, token)
      SELECT no, key, id, user_id, name, digest, lane, priority, created_at, run_at,
        CASE WHEN runner IS NULL THEN 'pending' ELSE 'running' END, runner, ${nowMs} + lease_ms,
        CASE WHEN runner IS NOT NULL THEN ${nowMs} END, token::uuid
      FROM given ON CONFLICT (key) DO NOTHING
      RETURNING no, token, fence, started_at
    ), kept AS (
      INSERT INTO works SELECT no, work FROM given WHERE no IN (SELECT no FROM added)
    )
    SELECT token, fence, started_at FROM added`,
};
const byKeys = { name: "find-all", text: `${selectTask()} WHERE t.key = ANY ($1::text[])` };
const byKey = { name: "find", text: `${selectTask()} WHERE t.key = $1` };
const countOpen = {
  name: "count-open",
  text: "SELECT count(*) AS count FROM tasks WHERE user_id = $1 AND ended_as = ''",
};

/** Tasks as they are submitted and looked up. */
export function createKeeping(database: Database): Keeping & { flushed(): Promise<void> } {
  const batch = new Batch<Entry, InsertedTask>({
    sizeOf: ({ work }) => work.length,
    send: (entries) => database.write((query) => insertAll(query, entries)),
  });
  return {
    insert: (task, heldBy) => batch.add({ task, heldBy, work: JSON.stringify(task.work), token: randomUUID() }),
    find: (key) =>
      database.read(async (query) => {
        const [row] = await query(byKey, [toStored(key)]);
        return row && toRecord(row);
      }),
    countOpen: (userId) =>
      database.read(async (query) => numberOf((await query(countOpen, [toStoredUser(userId)]))[0] ?? {}, "count")),
    flushed: () => batch.flushed(),
  };
}

async function insertAll(query: Query, entries: readonly Entry[]): Promise<readonly InsertedTask[]> {
  const added = new Map<string, Row>();
  for (const row of await query(insert, toValues(entries))) added.set(textOf(row, "token"), row);
  const there = new Map<string, Row>();
  const missing = new Set(entries.filter(({ token }) => !added.has(token)).map(({ task }) => toStored(task.key)));
  if (missing.size > 0) for (const row of await query(byKeys, [[...missing]])) there.set(textOf(row, "key"), row);
  const inserted = entries.map((entry) =>
    toInserted(entry, added.get(entry.token), there.get(toStored(entry.task.key))),
  );
  // One that was there has been removed meanwhile. What was added is known by its token.
  return inserted.every((one) => one !== undefined) ? inserted : await insertAll(query, entries);
}

function toInserted({ task, heldBy, token }: Entry, added: Row | undefined, there: Row | undefined) {
  const row = added ?? there;
  if (!row) return undefined;
  const record = added ? newRecord(task, heldBy?.runner ?? null, numberOrNull(added, "started_at")) : toRecord(row);
  // Also of what this very call added before, though nobody heard of it.
  const isNew = textOf(row, "token") === token;
  return { record, isNew, ...(isNew && heldBy && { lease: { key: task.key, fence: numberOf(row, "fence") } }) };
}

function toValues(entries: readonly Entry[]): unknown[] {
  const texts = (of: (entry: Entry) => string | null | undefined) =>
    textArray(entries.map((entry) => of(entry) ?? null));
  const numbers = (of: (entry: Entry) => number | undefined) => plainArray(entries.map((entry) => of(entry) ?? null));
  return [
    texts(({ task }) => toStored(task.key)),
    texts(({ task }) => toStored(task.id)),
    texts(({ task }) => toStoredUser(task.userId)),
    texts(({ task: { work } }) => work.plan.name && toStored(work.plan.name)),
    texts(({ task }) => toStored(task.digest)),
    texts(({ task }) => task.lane),
    numbers(({ task }) => task.priority),
    numbers(({ task }) => task.createdAt),
    numbers(({ task }) => task.runAt),
    texts(({ heldBy }) => heldBy && toStored(heldBy.runner)),
    numbers(({ heldBy }) => heldBy?.leaseMs),
    texts(({ token }) => token),
    texts(({ work }) => work),
  ];
}
