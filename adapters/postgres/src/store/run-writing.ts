import type { Lease, RunEnd, StepRecord, TaskChanges, TaskEvent, TaskStore } from "@aiecs/core";
import { DatabaseError, LostLeaseError, TaskStatus } from "@aiecs/core/contracts";
import { plainArray, textArray } from "#database/arrays.ts";
import { Batch } from "#database/batch.ts";
import type { Database } from "#database/database.ts";
import { nowMs } from "#database/now.ts";
import { numberOf, textOf } from "#database/row.ts";
import { fromStored, toStored } from "#database/text-form.ts";
import { isOver } from "./task-rows.ts";

/** What a runner writes of a task. */
type Entry = {
  readonly lease: Lease;
  readonly changes: TaskChanges;
  /** The events as JSON; null when there are none. */
  readonly events: string | null;
  readonly end: Ending | undefined;
};

/** How a run ends, as it is kept. */
type Ending = {
  readonly status: TaskStatus;
  readonly isOver: boolean;
  readonly parked: boolean;
  readonly endedAt: number | null;
  readonly output: string | null;
  readonly error: string | null;
};

/** Why nothing of an entry was kept; undefined when all of it is. */
type Refusal = LostLeaseError | DatabaseError | undefined;

// Rows are locked by key, as whoever writes several does, so that two never wait for each other; the locks hold off whoever
// would take a task over. Parts see the tables as they were before: what one adds, another does not find. A step that has
// completed, or ended in this run, stays as it is. The limit leaves nothing out: by it the server expects few entries, and
// goes by the tables' indexes from its first plan on. Nothing is looked up among the entries for each of them.
const writeRuns = {
  name: "write-runs",
  text: `
    WITH held AS MATERIALIZED (
      SELECT *, no IS NOT NULL AND (
          last IS NULL OR last <= last_sequence OR (first <= last_sequence + 1 AND last - first + 1 = count)) AS fits
      FROM (SELECT * FROM unnest(
        $1::text[], $2::bigint[], $3::integer[], $4::integer[], $5::integer[], $6::text[], $7::text[], $8::boolean[],
        $9::boolean[], $10::double precision[], $11::text[], $12::text[], $13::integer[]
      ) WITH ORDINALITY AS given (
        key, fence, first, last, count, events, status, is_over, parked, ended_at, output, error, completions, entry
      ) ORDER BY key COLLATE "C" LIMIT cardinality($1)) AS given LEFT JOIN LATERAL (
        SELECT no, last_sequence, has_elements, completed_steps FROM tasks t
        WHERE t.key = given.key AND t.fence = given.fence AND t.runner IS NOT NULL FOR NO KEY UPDATE) AS task ON true
    ), fitting AS MATERIALIZED (
      SELECT * FROM held WHERE fits
    ), told AS (
      INSERT INTO events SELECT no, last, events FROM fitting WHERE last > last_sequence
    ), places AS MATERIALIZED (
      SELECT array_agg(CASE WHEN fits THEN no END ORDER BY entry) AS numbers FROM held
    ), ended AS MATERIALIZED (
      SELECT numbers[entry] AS no, s.* FROM places, unnest(
        $14::integer[], $15::integer[], $16::integer[], $17::text[], $18::text[]
      ) AS s (entry, step, run, status, body) WHERE numbers[entry] IS NOT NULL
    ), kept AS (
      INSERT INTO steps SELECT no, step, run, status, body FROM ended n WHERE run = 0 OR 0 = (
        SELECT count(*) FROM steps s
        WHERE s.task = n.no AND s.step = n.step AND (s.run >= n.run OR s.status = 'completed'))
      ON CONFLICT DO NOTHING RETURNING task, status
    ), counted AS MATERIALIZED (
      SELECT *, greatest(last, last_sequence) AS sequence, completed_steps + CASE
          WHEN (SELECT count(*) FROM kept) = (SELECT count(*) FROM ended) THEN completions
          ELSE (SELECT count(*) FROM kept WHERE task = no AND kept.status = 'completed')::integer END AS completed
      FROM fitting
    ), begun AS MATERIALIZED (
      SELECT numbers[entry] AS no, e.* FROM places, json_to_recordset($19::json) AS e (
        entry integer, index integer, position integer, body text) WHERE numbers[entry] IS NOT NULL
    ), elements_begun AS (
      INSERT INTO elements SELECT no, index, position, body FROM begun ON CONFLICT DO NOTHING
    ), elements_done AS (
      DELETE FROM elements WHERE task = ANY (ARRAY(SELECT no FROM fitting WHERE has_elements))
        AND (task IN (SELECT no FROM fitting WHERE is_over) OR (task, step) IN (SELECT no, step FROM ended))
    ), approvals_begun AS (
      INSERT INTO approvals (task, key, step, since, expires_at)
      SELECT no, key, index, since, "expiresAt" FROM fitting JOIN json_to_recordset($20::json) AS w (
        entry bigint, index integer, since double precision, "expiresAt" double precision) USING (entry)
      ON CONFLICT DO NOTHING
    ), approvals_over AS (
      DELETE FROM approvals WHERE task = ANY (ARRAY(SELECT no FROM fitting WHERE is_over)) AND approved IS NULL
    ), standing AS (
      UPDATE tasks t SET last_sequence = sequence, completed_steps = completed,
        has_elements = (t.has_elements OR c.no IN (SELECT no FROM begun)) AND is_over IS NOT true,
        -- The rest is of the end of a run; while it goes on there is neither output nor error.
        status = coalesce(c.status, t.status), ended_as = CASE WHEN is_over THEN c.status ELSE '' END,
        ended_at = CASE WHEN is_over THEN coalesce(c.ended_at, ${nowMs}) END,
        output = c.output, error = c.error,
        runner = CASE WHEN c.status IS NULL THEN t.runner END,
        lease_until = CASE WHEN c.status IS NULL THEN t.lease_until END,
        ended_fence = CASE WHEN c.status IS NULL THEN t.ended_fence ELSE c.fence END,
        -- Not when something was decided since the lease was taken that the run has not made use of.
        parked = c.parked IS true AND NOT t.cancel_requested AND NOT EXISTS (
          SELECT FROM unnest(t.decided) AS d (step)
          WHERE NOT EXISTS (SELECT FROM steps s WHERE s.task = t.no AND s.step = d.step AND s.run = t.run)
            AND NOT EXISTS (SELECT FROM ended WHERE ended.no = t.no AND ended.step = d.step))
      FROM counted c WHERE t.key = c.key
    )
    SELECT key, last_sequence FROM held WHERE no IS NOT NULL`,
};
const endedSo = {
  name: "ended-so",
  text: `
    SELECT 1 FROM tasks WHERE key = $1 AND ended_fence = $2 AND status = $3 AND output IS NOT DISTINCT FROM $4
      AND error IS NOT DISTINCT FROM $5`,
};

/** What runners write: one round trip and one commit, shared by all that write at the same time. */
export function createRunWriting(database: Database): Pick<TaskStore, "write"> & { flushed(): Promise<void> } {
  const batch = new Batch<Entry, Refusal>({
    sizeOf,
    keyOf: ({ lease }) => lease.key,
    send: (entries) => writeAll(database, entries),
  });
  return {
    async write(lease, changes) {
      const refusal = await batch.add(toEntry(lease, changes));
      if (refusal) throw refusal;
    },
    flushed: () => batch.flushed(),
  };
}

async function writeAll(database: Database, entries: readonly Entry[]): Promise<readonly Refusal[]> {
  const values = toValues(entries);
  const rows = await database.write((query) => query(writeRuns, values));
  const held = new Map(rows.map((row) => [fromStored(textOf(row, "key")), numberOf(row, "last_sequence")]));
  const refusals: Refusal[] = [];
  for (const entry of entries) refusals.push(await refusalOf(database, entry, held.get(entry.lease.key)));
  return refusals;
}

/** @param before the last event that was there; undefined when the lease is not the task's */
async function refusalOf(database: Database, entry: Entry, before: number | undefined): Promise<Refusal> {
  const { lease, changes, end } = entry;
  if (before !== undefined) return gapAfter(before, lease, changes.events ?? []);
  // The same end may come again when nobody heard that it was written.
  if (end) {
    const values = [toStored(lease.key), lease.fence, end.status, end.output, end.error];
    const rows = await database.read((query) => query(endedSo, values));
    if (rows.length > 0) return undefined;
  }
  return new LostLeaseError(`Another runner holds task ${lease.key} by now, or it has ended: nothing was written`);
}

/** As the statement has it. */
function gapAfter(before: number, { key }: Lease, events: readonly TaskEvent[]): DatabaseError | undefined {
  const first = events[0]?.sequence ?? 0;
  const last = events.at(-1)?.sequence ?? 0;
  if (last <= before || (first <= before + 1 && last - first + 1 === events.length)) return undefined;
  const numbers = events.map(({ sequence }) => sequence).join(", ");
  return new DatabaseError(
    `Events of task ${key} must follow one another: expected number ${before + 1}, received ${numbers}`,
  );
}

function toEntry(lease: Lease, changes: TaskChanges): Entry {
  const { events = [], end } = changes;
  return { lease, changes, events: events.length > 0 ? JSON.stringify(events) : null, end: end && toEnding(end) };
}

function toEnding({ status, parked = false, endedAt, output, error }: RunEnd): Ending {
  const over = isOver(status);
  return {
    status: over ? status : TaskStatus.PENDING,
    isOver: over,
    parked,
    endedAt,
    output,
    error: error && JSON.stringify(error),
  };
}

function sizeOf({ events, end, changes: { steps = [], elements = [] } }: Entry): number {
  let characters = (events?.length ?? 0) + (end?.output?.length ?? 0);
  for (const { body } of steps) characters += body.length;
  for (const { body } of elements) characters += body.length;
  return characters;
}

/** The parameters of the statement. Steps, elements and what waits name their entry, from 1. */
function toValues(entries: readonly Entry[]): unknown[] {
  const steps = entries.flatMap(({ changes }, place) =>
    (changes.steps ?? []).map((step) => ({ ...step, entry: place + 1 })),
  );
  const ends = entries.map(({ end }) => end);
  const events = entries.map(({ changes }) => changes.events ?? []);
  return [
    textArray(entries.map(({ lease }) => toStored(lease.key))),
    plainArray(entries.map(({ lease }) => lease.fence)),
    plainArray(events.map(([first]) => first?.sequence ?? null)),
    plainArray(events.map((some) => some.at(-1)?.sequence ?? null)),
    plainArray(events.map(({ length }) => length)),
    textArray(entries.map((entry) => entry.events)),
    textArray(ends.map((end) => end?.status ?? null)),
    plainArray(ends.map((end) => end?.isOver ?? null)),
    plainArray(ends.map((end) => end?.parked ?? null)),
    plainArray(ends.map((end) => end?.endedAt ?? null)),
    textArray(ends.map((end) => end?.output ?? null)),
    textArray(ends.map((end) => end?.error ?? null)),
    plainArray(entries.map(({ changes: { steps: own = [] } }) => own.filter(isCompleted).length)),
    plainArray(steps.map(({ entry }) => entry)),
    plainArray(steps.map(({ index }) => index)),
    plainArray(steps.map(({ run }) => run)),
    textArray(steps.map(({ status }) => status)),
    textArray(steps.map(({ body }) => body)),
    JSON.stringify(entries.flatMap(elementsOf)),
    JSON.stringify(entries.flatMap(waitingOf)),
  ];
}

function isCompleted({ status }: StepRecord): boolean {
  return status === TaskStatus.COMPLETED;
}

/** Elements that are worth keeping: those of steps that have ended are not. */
function elementsOf({ changes: { elements = [], steps = [] }, end }: Entry, place: number): object[] {
  if (elements.length === 0 || end?.isOver) return [];
  const ended = new Set(steps.map(({ index }) => index));
  return elements.filter(({ index }) => !ended.has(index)).map((element) => ({ ...element, entry: place + 1 }));
}

/** Steps that wait, unless their task has ended. */
function waitingOf({ changes: { waiting = [] }, end }: Entry, place: number): object[] {
  return end?.isOver ? [] : waiting.map((one) => ({ ...one, entry: place + 1 }));
}
