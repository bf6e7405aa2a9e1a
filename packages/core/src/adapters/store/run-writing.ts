import type { Database } from "#adapters/sqlite/database.ts";
import { numberOf } from "#adapters/sqlite/row.ts";
import { LostLeaseError } from "#contracts/errors.ts";
import type { Lease, RunEnd, TaskChanges, TaskStore } from "#contracts/task-store.ts";
import { closesBlock, type LogState, RunLog } from "./run-log.ts";
import { positionBits } from "./task-rows.ts";

/** Of more runs than that at once, the state of the log is read again now and then. */
const mostStates = 10_000;

type RunState = LogState & { readonly fence: number; hasElements: boolean; hasApprovals: boolean };

export type RunWriting = Pick<TaskStore, "write"> & {
  /** Within the transaction that adds a task which is held at once. */
  began(lease: Lease, task: number): void;
  /** Whether no run is known to be under way: what is written now shares its commit with nobody. */
  isIdle(): boolean;
};

/** What runners write. It is one commit, and costs the same at step 10,000 as at step 10. */
export function createRunWriting(database: Database): RunWriting {
  const states = createStates(database);
  const { log } = states;
  const statements = prepareStatements(database);

  const apply = (lease: Lease, changes: TaskChanges): void => {
    const { steps = [], events = [], waiting = [], elements = [], end } = changes;
    const state = states.of(lease);
    const { task, position } = state;
    if (!log.add(state, lease.fence, { steps, events })) throw lostLease(lease);
    // What is added to the log names the fence; where nothing was, it is asked for.
    if (state.position === position && !statements.holds.get(task, lease.fence)) throw lostLease(lease);
    for (const { index, since, expiresAt } of waiting) {
      statements.wait.run(task, index, since, expiresAt);
      state.hasApprovals = true;
    }
    for (const { index, position, body } of elements) {
      statements.addElement.run(task, index, position, body);
      state.hasElements = true;
    }
    if (state.hasElements) for (const { index } of steps) statements.dropElements.run(task, index);
    if (end) endRun(state, lease, end);
  };

  const endRun = ({ task, hasApprovals, hasElements }: RunState, lease: Lease, end: RunEnd): void => {
    const { status, parked = false, endedAt, output } = end;
    const error = end.error && JSON.stringify(end.error);
    const isOver = status !== "pending" && status !== "running";
    const ended = isOver ? (endedAt ?? database.clock.now()) : null;
    const columns = [isOver ? status : "pending", parked ? 1 : 0, ended, output, error] as const;
    if (statements.end.run(task, lease.fence, ...columns).changes === 0) throw lostLease(lease);
    if (isOver && hasApprovals) statements.forgetWaiting.run(task);
    if (isOver && hasElements) statements.forgetElements.run(task);
    states.drop(lease.key);
  };

  return {
    write: (lease, changes) =>
      database.write(() => apply(lease, changes), {
        alone: states.count() <= 1,
        isOneChange: () => isOneEntry(changes) && states.hasRoom(lease),
      }),
    began: states.begin,
    isIdle: () => states.count() === 0,
  };
}

/** Whether the changes are one entry of the log and nothing else. */
function isOneEntry({ steps = [], events = [], waiting, elements, end }: TaskChanges): boolean {
  return (steps.length === 1 || (steps.length === 0 && events.length > 0)) && !waiting && !elements && !end;
}

function prepareStatements(database: Database) {
  return {
    holds: database.prepare("SELECT 1 FROM tasks WHERE no = ? AND fence = ?"),
    wait: database.prepare(
      "INSERT INTO approvals (task, step, since, expires_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
    ),
    addElement: database.prepare(
      "INSERT INTO elements (task, step, position, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
    ),
    dropElements: database.prepare("DELETE FROM elements WHERE task = ? AND step = ?"),
    forgetElements: database.prepare("DELETE FROM elements WHERE task = ?"),
    forgetWaiting: database.prepare("DELETE FROM approvals WHERE task = ? AND approved IS NULL"),
    // Not parked when something came since the lease was taken that the run has not made use of.
    end: database.prepare(`
      UPDATE tasks SET status = ?3, outcome = iif(?5 IS NULL, 'open', ?3), ended_at = ?5, output = ?6, error = ?7,
        runner = NULL, lease_until = NULL, fence = fence + 1,
        parked = ?4 AND NOT cancel_requested AND NOT EXISTS (
          SELECT 1 FROM approvals a WHERE a.task = tasks.no AND a.fresh = 1 AND NOT EXISTS (
            SELECT 1 FROM log
            WHERE place >= tasks.no << ${positionBits} AND place < (tasks.no + 1) << ${positionBits}
              AND step = a.step AND log.run = tasks.run))
      WHERE no = ?1 AND fence = ?2`),
  };
}

/** Remembers how the logs of running tasks stand, as long as that is certain. */
function createStates(database: Database) {
  const log = new RunLog(database);
  const find = database.prepare(`
    SELECT no, EXISTS (SELECT 1 FROM elements WHERE task = no) AS elements,
      EXISTS (SELECT 1 FROM approvals WHERE task = no) AS approvals
    FROM tasks WHERE key = ? AND fence = ?`);
  const states = new Map<string, RunState>();
  database.onRollback(() => states.clear());
  const keep = (key: string, state: RunState): void => {
    if (states.size >= mostStates) states.clear();
    states.set(key, state);
  };
  return {
    log,
    count: () => states.size,
    drop: (key: string) => states.delete(key),
    begin({ key, fence }: Lease, task: number): void {
      const state = { task, position: 1, last: 0, completed: 0, ended: new Map<number, number>() };
      keep(key, { ...state, fence, hasElements: false, hasApprovals: false });
    },
    /** Whether the next entry changes nothing but the log. */
    hasRoom({ key, fence }: Lease): boolean {
      const state = states.get(key);
      return state?.fence === fence && !state.hasElements && !closesBlock(state);
    },
    /** @throws LostLeaseError */
    of(lease: Lease): RunState {
      const { key, fence } = lease;
      const known = states.get(key);
      if (known?.fence === fence) return known;
      const row = find.get(key, fence);
      if (!row) throw lostLease(lease);
      const hasElements = numberOf(row, "elements") === 1;
      const hasApprovals = numberOf(row, "approvals") === 1;
      const state = { ...log.stateOf(numberOf(row, "no")), fence, hasElements, hasApprovals };
      keep(key, state);
      return state;
    },
  };
}

function lostLease({ key }: Lease): LostLeaseError {
  return new LostLeaseError(`Another runner holds task ${key} by now, or it has ended: nothing was written`);
}
