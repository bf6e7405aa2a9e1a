import type { Database } from "#adapters/sqlite/database.ts";
import { numberOf } from "#adapters/sqlite/row.ts";
import { DatabaseError } from "#contracts/errors.ts";
import type { Lease, LeaseNews, TaskRecord, TaskStore } from "#contracts/task-store.ts";

type Leases = Pick<TaskStore, "acquire" | "renew">;

/** Who may run a task: taking that right, and keeping it. */
export function createLeases(database: Database, record: (key: string) => TaskRecord | undefined): Leases {
  const { clock } = database;
  const take = database.prepare(`
    UPDATE tasks SET status = 'running', runner = ?2, lease_until = ?3, fence = fence + 1,
      started_at = coalesce(started_at, ?4)
    WHERE key = ?1 AND status IN ('pending', 'running') AND parked = 0
      AND (runner IS NULL OR lease_until <= ?4 OR runner = ?5)
    RETURNING no, fence`);
  const known = database.prepare("UPDATE approvals SET fresh = 0 WHERE task = ? AND fresh = 1");
  const keep = database.prepare(`
    UPDATE tasks SET lease_until = ?3 WHERE key = ?1 AND fence = ?2 AND runner IS NOT NULL
    RETURNING no, cancel_requested`);
  const decided = database.prepare("SELECT step FROM approvals WHERE task = ? AND fresh = 1");

  const renewAll = (leases: readonly Lease[], leaseMs: number): LeaseNews => {
    const lost: Lease[] = [];
    const cancelled: Lease[] = [];
    const decisions: { lease: Lease; index: number }[] = [];
    for (const lease of leases) {
      const row = keep.get(lease.key, lease.fence, clock.now() + leaseMs);
      if (!row) {
        lost.push(lease);
        continue;
      }
      if (numberOf(row, "cancel_requested") === 1) cancelled.push(lease);
      for (const decision of decided.all(numberOf(row, "no")))
        decisions.push({ lease, index: numberOf(decision, "step") });
    }
    return { lost, cancelled, decided: decisions };
  };

  return {
    acquire: (key, { runner, leaseMs, insteadOf }) =>
      database.write(() => {
        const now = clock.now();
        const taken = take.get(key, runner, now + leaseMs, now, insteadOf ?? null);
        if (!taken) return undefined;
        known.run(numberOf(taken, "no"));
        const held = record(key);
        if (!held) throw new DatabaseError(`The task database is damaged: task ${key} was taken and is not there`);
        return { lease: { key, fence: numberOf(taken, "fence") }, record: held };
      }),
    renew: (leases, leaseMs) => database.write(() => renewAll(leases, leaseMs), { quiet: true }),
  };
}
