import { hash } from "node:crypto";
import type { Lease, RunEnd, TaskChanges, TaskEvent, TaskStore } from "@aiecs/core";
import { DatabaseError, LostLeaseError } from "@aiecs/core/contracts";
import { Batch } from "#database/batch.ts";
import type { Database } from "#database/database.ts";
import { nowMs } from "#database/now.ts";
import { numberOf, textOf } from "#database/row.ts";
import { fromStored, toStored } from "#database/text-form.ts";
import { isOver } from "./task-rows.ts";

/** What a runner writes of a task. */
type Entry = {
  readonly lease: Lease;
  readonly events: readonly TaskEvent[];
  /** Of the run's end: the same end has the same one. */
  readonly digest: string | undefined;
  /** All that is written, as a row of the statement. */
  readonly json: string;
};

/** Why nothing of an entry was kept; undefined when all of it is. */
type Refusal = LostLeaseError | DatabaseError | undefined;

// What looks needless in it keeps the server from a plan that goes through a table from end to end, as it makes them while
// tables are small. The locks on the tasks' rows hold off whoever would take a task over. Parts see the tables as they were before: what
// one adds, another does not find. A step that has completed, or ended in this run, stays as it is.
const writeRuns = {
  name: "write-runs",
  text: `
    WITH held AS MATERIALIZED (
      SELECT * FROM json_to_recordset($1::json) AS given (
        key text, fence bigint, first integer, last integer, count integer, events text, steps json, waiting json,
        elements json, status text, is_over boolean, parked boolean, ended_at double precision, output text, error text,
        digest uuid
      ), LATERAL (
        SELECT no, run, last_sequence, has_elements, decided, completed_steps, cancel_requested FROM tasks t
        WHERE t.key = given.key AND t.fence = given.fence AND t.runner IS NOT NULL FOR NO KEY UPDATE) AS task
    ), fitting AS MATERIALIZED (
      SELECT * FROM held
      WHERE last IS NULL OR last <= last_sequence OR (first <= last_sequence + 1 AND last - first + 1 = count)
    ), told AS (
      INSERT INTO events SELECT no, last, events FROM fitting WHERE last > last_sequence ON CONFLICT DO NOTHING
    ), ended AS MATERIALIZED (
      SELECT no, has_elements, s.* FROM fitting, json_to_recordset(steps) AS s (
        index integer, run integer, status text, body text)
    ), kept AS (
      INSERT INTO steps SELECT no, index, run, status, body FROM ended n WHERE 0 = (
        SELECT count(*) FROM steps s
        WHERE s.task = n.no AND s.step = n.index AND (s.run >= n.run OR s.status = 'completed'))
      ON CONFLICT DO NOTHING RETURNING task, status
    ), counted AS MATERIALIZED (
      SELECT *, greatest(last, last_sequence) AS sequence,
        completed_steps + (SELECT count(*) FROM kept WHERE task = no AND kept.status = 'completed')::integer AS completed
      FROM fitting
    ), elements_begun AS (
      INSERT INTO elements SELECT no, e.* FROM fitting, json_to_recordset(elements) AS e (
        index integer, position integer, body text)
      ON CONFLICT DO NOTHING
    ), elements_done AS (
      DELETE FROM elements WHERE task = ANY (ARRAY(SELECT no FROM ended WHERE has_elements))
        AND (task, step) IN (SELECT no, index FROM ended)
    ), elements_over AS (
      DELETE FROM elements WHERE task = ANY (ARRAY(SELECT no FROM fitting WHERE has_elements AND is_over))
    ), approvals_begun AS (
      INSERT INTO approvals (task, key, step, since, expires_at) SELECT no, key, w.* FROM fitting,
        json_to_recordset(waiting) AS w (index integer, since double precision, "expiresAt" double precision)
      ON CONFLICT DO NOTHING
    ), approvals_over AS (
      DELETE FROM approvals WHERE task = ANY (ARRAY(SELECT no FROM fitting WHERE is_over)) AND approved IS NULL
    ), going_on AS (
      UPDATE tasks t SET last_sequence = sequence, completed_steps = completed,
        has_elements = t.has_elements OR elements IS NOT NULL
      FROM counted c WHERE t.key = c.key AND c.status IS NULL AND t.key = ANY (ARRAY(SELECT key FROM counted))
    ), ending AS (
      UPDATE tasks t SET last_sequence = sequence, completed_steps = completed,
        status = c.status, ended_as = CASE WHEN is_over THEN c.status ELSE '' END,
        ended_at = CASE WHEN is_over THEN coalesce(c.ended_at, ${nowMs}) END,
        output = c.output, error = c.error, runner = NULL, lease_until = NULL,
        ended_fence = c.fence, ended_digest = c.digest,
        has_elements = (t.has_elements OR elements IS NOT NULL) AND NOT is_over,
        -- Not when something was decided since the lease was taken that the run has not made use of.
        parked = c.parked AND NOT t.cancel_requested AND NOT EXISTS (
          SELECT FROM unnest(t.decided) AS d (step)
          WHERE NOT EXISTS (SELECT FROM steps s WHERE s.task = t.no AND s.step = d.step AND s.run = t.run)
            AND NOT EXISTS (SELECT FROM json_to_recordset(steps) AS s (index integer) WHERE index = d.step))
      FROM counted c WHERE t.key = c.key AND c.status IS NOT NULL AND t.key = ANY (ARRAY(SELECT key FROM counted))
    )
    SELECT key, last_sequence FROM held`,
};
const endedSo = {
  name: "ended-so",
  text: "SELECT 1 FROM tasks WHERE key = $1 AND ended_fence = $2 AND ended_digest = $3",
};

/** What runners write: one round trip and one commit, shared by all that write at the same time. */
export function createRunWriting(database: Database): Pick<TaskStore, "write"> & { flushed(): Promise<void> } {
  const batch = new Batch<Entry, Refusal>({
    sizeOf: ({ json }) => json.length,
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
  const json = `[${entries.map((entry) => entry.json).join(",")}]`;
  const rows = await database.write((query) => query(writeRuns, [json]));
  const held = new Map(rows.map((row) => [fromStored(textOf(row, "key")), numberOf(row, "last_sequence")]));
  const refusals: Refusal[] = [];
  for (const entry of entries) refusals.push(await refusalOf(database, entry, held.get(entry.lease.key)));
  return refusals;
}

/** @param before the last event that was there; undefined when the lease is not the task's */
async function refusalOf(database: Database, entry: Entry, before: number | undefined): Promise<Refusal> {
  const { lease, events, digest } = entry;
  if (before !== undefined) return gapAfter(before, lease, events);
  // The same end may come again when nobody heard that it was written.
  if (digest !== undefined) {
    const rows = await database.read((query) => query(endedSo, [toStored(lease.key), lease.fence, digest]));
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

function toEntry(lease: Lease, { steps = [], events = [], waiting = [], elements = [], end }: TaskChanges): Entry {
  const [first] = events;
  const ending = end && toEnding(end);
  const digest = ending && hash("sha256", JSON.stringify(ending)).slice(0, 32);
  const isLast = end !== undefined && isOver(end.status);
  const unended = elements.filter(({ index }) => !isLast && !steps.some((step) => step.index === index));
  const json = JSON.stringify({
    key: toStored(lease.key),
    fence: lease.fence,
    ...(first && { first: first.sequence, last: events.at(-1)?.sequence, count: events.length }),
    ...(first && { events: JSON.stringify(events) }),
    ...(steps.length > 0 && { steps }),
    ...(waiting.length > 0 && !isLast && { waiting }),
    ...(unended.length > 0 && { elements: unended }),
    ...(ending && { ...ending, digest }),
  });
  return { lease, events, digest, json };
}

function toEnding({ status, parked = false, endedAt, output, error }: RunEnd): object {
  const over = isOver(status);
  return {
    status: over ? status : "pending",
    is_over: over,
    parked,
    ended_at: endedAt,
    output,
    error: error && JSON.stringify(error),
  };
}
