import { randomUUID } from "node:crypto";
import type { Lease, LeaseNews, TaskStore } from "@aiecs/core";
import { plainArray, textArray } from "#database/arrays.ts";
import { Batch } from "#database/batch.ts";
import type { Database } from "#database/database.ts";
import { nowMs } from "#database/now.ts";
import { flagOf, numberOf, numbersOf, type Row, textOf } from "#database/row.ts";
import { toStored } from "#database/text-form.ts";
import { selectTask, toRecord } from "./task-rows.ts";

/** Who wants a task; no two calls have the same token. */
type Entry = { readonly key: string; readonly by: Parameters<TaskStore["acquire"]>[1]; readonly token: string };

type Taken = Awaited<ReturnType<TaskStore["acquire"]>>;

// By status, which no index knows: a plan must not go by that of open tasks. The limit leaves nothing out: by it the server
// expects few entries, and looks each one's task up. Once more by the same call, nobody has heard of the first time: it may
// be taken anew.
const acquire = {
  name: "acquire",
  text: `
    WITH given AS MATERIALIZED (
      SELECT key, runner, lease_ms, other, token::uuid FROM unnest(
        $1::text[], $2::text[], $3::double precision[], $4::text[], $5::text[]
      ) AS given (key, runner, lease_ms, other, token) ORDER BY key COLLATE "C" LIMIT cardinality($1)
    ), taken AS (
      UPDATE tasks t SET status = 'running', runner = g.runner, lease_until = ${nowMs} + lease_ms,
        fence = nextval('fences'), started_at = coalesce(started_at, ${nowMs}), token = g.token, decided = '{}'
      FROM given g WHERE t.key = g.key AND status IN ('pending', 'running') AND NOT parked
        AND (t.runner IS NULL OR lease_until <= ${nowMs} OR t.runner = other OR t.token = g.token)
      RETURNING t.*
    )
    ${selectTask("taken t")}`,
};
// Rows are locked by key, as whoever writes several does: so that two never wait for each other.
const renew = {
  name: "renew",
  text: `
    WITH given AS MATERIALIZED (
      SELECT * FROM unnest($1::text[], $2::bigint[]) AS given (key, fence) ORDER BY key COLLATE "C"
    ), held AS MATERIALIZED (
      SELECT t.key FROM given, LATERAL (
        SELECT key FROM tasks t WHERE t.key = given.key AND t.fence = given.fence AND t.runner IS NOT NULL
        FOR NO KEY UPDATE) AS t
    )
    UPDATE tasks t SET lease_until = ${nowMs} + $3 WHERE t.key = ANY (ARRAY(SELECT key FROM held))
    RETURNING t.fence, t.cancel_requested, t.decided`,
};

/** Who may run a task: taking that right, and keeping it. */
export function createLeases(database: Database): Pick<TaskStore, "acquire" | "renew"> {
  const batch = new Batch<Entry, Taken>({
    keyOf: ({ key }) => key,
    send: (entries) => acquireAll(database, entries),
  });
  return {
    acquire: (key, by) => batch.add({ key, by, token: randomUUID() }),
    async renew(leases, leaseMs) {
      if (leases.length === 0) return { lost: [], cancelled: [], decided: [] };
      const keys = leases.map(({ key }) => toStored(key));
      const fences = leases.map(({ fence }) => fence);
      return toNews(leases, await database.write((query) => query(renew, [keys, fences, leaseMs]), { quiet: true }));
    },
  };
}

async function acquireAll(database: Database, entries: readonly Entry[]): Promise<readonly Taken[]> {
  const values = toValues(entries);
  const rows = await database.write((query) => query(acquire, values));
  const taken = new Map(rows.map((row) => [textOf(row, "token"), row]));
  return entries.map(({ key, token }) => {
    const row = taken.get(token);
    return row && { lease: { key, fence: numberOf(row, "fence") }, record: toRecord(row) };
  });
}

function toValues(entries: readonly Entry[]): unknown[] {
  return [
    textArray(entries.map(({ key }) => toStored(key))),
    textArray(entries.map(({ by: { runner } }) => toStored(runner))),
    plainArray(entries.map(({ by: { leaseMs } }) => leaseMs)),
    textArray(entries.map(({ by: { insteadOf } }) => (insteadOf === undefined ? null : toStored(insteadOf)))),
    textArray(entries.map(({ token }) => token)),
  ];
}

function toNews(leases: readonly Lease[], rows: readonly Row[]): LeaseNews {
  const kept = new Map(rows.map((row) => [numberOf(row, "fence"), row]));
  const lost: Lease[] = [];
  const cancelled: Lease[] = [];
  const decided: { lease: Lease; index: number }[] = [];
  for (const lease of leases) {
    const row = kept.get(lease.fence);
    if (!row) {
      lost.push(lease);
      continue;
    }
    if (flagOf(row, "cancel_requested")) cancelled.push(lease);
    for (const index of numbersOf(row, "decided")) decided.push({ lease, index });
  }
  return { lost, cancelled, decided };
}
