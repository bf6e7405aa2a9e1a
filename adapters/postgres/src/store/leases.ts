import { randomUUID } from "node:crypto";
import type { Lease, LeaseNews, TaskStore } from "@aiecs/core";
import type { Database } from "#database/database.ts";
import { nowMs } from "#database/now.ts";
import { flagOf, numberOf, numbersOf, type Row } from "#database/row.ts";
import { toStored } from "#database/text-form.ts";
import { selectTask, toRecord } from "./task-rows.ts";

// Once more by the same call, nobody has heard of the first time: it may be taken anew.
const acquire = {
  name: "acquire",
  text: `
    WITH taken AS (
      UPDATE tasks SET status = 'running', runner = $2, lease_until = ${nowMs} + $3, fence = nextval('fences'),
        started_at = coalesce(started_at, ${nowMs}), token = $5, decided = '{}'
      WHERE key = $1 AND status IN ('pending', 'running') AND NOT parked
        AND (runner IS NULL OR lease_until <= ${nowMs} OR runner = $4 OR token = $5)
      RETURNING *
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
      SELECT t.no FROM given, LATERAL (
        SELECT no FROM tasks t WHERE t.key = given.key AND t.fence = given.fence AND t.runner IS NOT NULL
        FOR NO KEY UPDATE) AS t
    )
    UPDATE tasks t SET lease_until = ${nowMs} + $3 WHERE t.no = ANY (ARRAY(SELECT no FROM held))
    RETURNING t.fence, t.cancel_requested, t.decided`,
};

/** Who may run a task: taking that right, and keeping it. */
export function createLeases(database: Database): Pick<TaskStore, "acquire" | "renew"> {
  return {
    async acquire(key, { runner, leaseMs, insteadOf }) {
      const other = insteadOf === undefined ? null : toStored(insteadOf);
      const values = [toStored(key), toStored(runner), leaseMs, other, randomUUID()];
      const [row] = await database.write((query) => query(acquire, values));
      return row && { lease: { key, fence: numberOf(row, "fence") }, record: toRecord(row) };
    },
    async renew(leases, leaseMs) {
      if (leases.length === 0) return { lost: [], cancelled: [], decided: [] };
      const keys = leases.map(({ key }) => toStored(key));
      const fences = leases.map(({ fence }) => fence);
      return toNews(leases, await database.write((query) => query(renew, [keys, fences, leaseMs]), { quiet: true }));
    },
  };
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
