import type { Lease, RunEnd, TaskChanges, TaskEvent, TaskStore } from "@aiecs/core";
import { DatabaseError, LostLeaseError } from "@aiecs/core/contracts";
import { Batch } from "#database/batch.ts";
import type { Database } from "#database/database.ts";
import { textOrNull } from "#database/row.ts";
import { toStored } from "#database/text-form.ts";

/** What a runner writes of a task, as JSON. */
type Entry = { readonly key: string; readonly json: string };

const writeRuns = {
  name: "write-runs",
  text: `
    SELECT write_run(key, fence, first, last, count, events, steps, waiting, elements, ending) AS outcome
    FROM jsonb_to_recordset($1::jsonb) AS (
      key text, fence bigint, first integer, last integer, count integer, events text, steps jsonb, waiting jsonb,
      elements jsonb, ending jsonb)`,
};

/** What runners write: one round trip and one commit, shared by all that write at the same time. */
export function createRunWriting(database: Database): Pick<TaskStore, "write"> & { flushed(): Promise<void> } {
  const batch = new Batch<Entry, string | null>({
    sizeOf: ({ json }) => json.length,
    send: (entries) => writeAll(database, entries),
  });
  return {
    async write(lease, changes) {
      const outcome = await batch.add({ key: lease.key, json: toJson(lease, changes) });
      if (outcome === "lost") throw lostLease(lease);
      if (outcome !== null) throw gap(lease, changes.events ?? [], outcome);
    },
    flushed: () => batch.flushed(),
  };
}

/** The rows of tasks are locked in the order of their keys, so that two who write several never wait for each other. */
async function writeAll(database: Database, entries: readonly Entry[]): Promise<readonly (string | null)[]> {
  const sorted = entries.toSorted((a, b) => compare(a.key, b.key));
  const json = `[${sorted.map((entry) => entry.json).join(",")}]`;
  const rows = await database.write((query) => query(writeRuns, [json]));
  const outcomes = new Map(sorted.map((entry, index) => [entry, textOrNull(rows[index] ?? {}, "outcome")]));
  return entries.map((entry) => outcomes.get(entry) ?? null);
}

function toJson(
  { key, fence }: Lease,
  { steps = [], events = [], waiting = [], elements = [], end }: TaskChanges,
): string {
  const [first] = events;
  return JSON.stringify({
    key: toStored(key),
    fence,
    ...(first && { first: first.sequence, last: events.at(-1)?.sequence, count: events.length }),
    ...(first && { events: JSON.stringify(events) }),
    ...(steps.length > 0 && { steps }),
    ...(waiting.length > 0 && { waiting }),
    ...(elements.length > 0 && { elements }),
    ...(end && { ending: toEnding(end) }),
  });
}

function toEnding({ status, parked = false, endedAt, output, error }: RunEnd): object {
  const over = status !== "pending" && status !== "running";
  return {
    over,
    status: over ? status : "pending",
    parked,
    ended_at: endedAt,
    output,
    error: error && JSON.stringify(error),
  };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function lostLease({ key }: Lease): LostLeaseError {
  return new LostLeaseError(`Another runner holds task ${key} by now, or it has ended: nothing was written`);
}

function gap({ key }: Lease, events: readonly TaskEvent[], expected: string): DatabaseError {
  const numbers = events.map(({ sequence }) => sequence).join(", ");
  return new DatabaseError(
    `Events of task ${key} must follow one another: expected number ${expected}, received ${numbers}`,
  );
}
