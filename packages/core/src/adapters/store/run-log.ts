import type { StatementSync } from "node:sqlite";
import type { Database } from "#adapters/sqlite/database.ts";
import { numberOf } from "#adapters/sqlite/row.ts";
import { DatabaseError } from "#contracts/errors.ts";
import type { TaskEvent } from "#contracts/events.ts";
import type { StepRecord } from "#contracts/task-store.ts";
import { positionBits, statusOf } from "./task-rows.ts";

/** What is known of a task's log by whoever adds to it. */
export type LogState = {
  readonly task: number;
  /** Position of the next entry. */
  position: number;
  /** Sequence number of the last event. */
  last: number;
  completed: number;
  /** Steps that ended, with the latest run they did so in; those that completed are done with for ever. */
  readonly ended: Map<number, number>;
};

/** What is added in one go. */
export type LogEntries = { readonly steps: readonly StepRecord[]; readonly events: readonly TaskEvent[] };

/** As many entries are put into the index of steps at a time, so that most ends of steps need not change it. */
const blockSize = 64;
const doneForEver = Number.POSITIVE_INFINITY;
const within = `place >= ?1 << ${positionBits} AND place < (?1 + 1) << ${positionBits}`;

/** Writes the log of tasks: the ends of their steps and their events. All within transactions of the caller. */
export class RunLog {
  readonly #latest: StatementSync;
  readonly #endedSteps: StatementSync;
  readonly #append: StatementSync;
  readonly #index: StatementSync;

  constructor(database: Database) {
    this.#latest = database.prepare(`
      SELECT place & ((1 << ${positionBits}) - 1) AS position, last, completed FROM log
      WHERE ${within} ORDER BY place DESC LIMIT 1`);
    this.#endedSteps = database.prepare(`
      SELECT step, run, status FROM steps WHERE task = ?1
      UNION ALL SELECT step, run, status FROM log WHERE place >= (?1 << ${positionBits}) + ?2 AND ${within} AND step NOT NULL`);
    this.#append = database.prepare(`
      INSERT INTO log (place, last, completed, step, run, status, body, events)
      SELECT (?1 << ${positionBits}) + ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 FROM tasks WHERE no = ?1 AND fence = ?2`);
    this.#index = database.prepare(`
      INSERT OR IGNORE INTO steps (task, step, run, status, place)
      SELECT ?1, step, run, status, place FROM log
      WHERE place > (?1 << ${positionBits}) + ?2 - ${blockSize} AND place <= (?1 << ${positionBits}) + ?2
        AND step NOT NULL ORDER BY step, run`);
  }

  /** Reads what is there already. */
  stateOf(task: number): LogState {
    const latest = this.#latest.get(task);
    const ended = new Map<number, number>();
    // The submission is the first entry of each task.
    if (!latest)
      throw new DatabaseError(`The task database is damaged: nothing is known of what task ${task} is to do`);
    const position = numberOf(latest, "position") + 1;
    for (const row of this.#endedSteps.iterate(task, firstUnindexed(position))) {
      const run = statusOf(row) === "completed" ? doneForEver : numberOf(row, "run");
      const step = numberOf(row, "step");
      ended.set(step, Math.max(run, ended.get(step) ?? 0));
    }
    return { task, position, last: numberOf(latest, "last"), completed: numberOf(latest, "completed"), ended };
  }

  /** Adds what is new; whether it still may, by the fence. The state is what it comes to. */
  add(state: LogState, fence: number, { steps, events }: LogEntries): boolean {
    const first = firstNew(state, events);
    let newEvents: string | null = null;
    if (first < events.length) {
      newEvents = JSON.stringify(first === 0 ? events : events.slice(first));
      state.last += events.length - first;
    }
    for (const step of steps) {
      const { index, run, status, body } = step;
      if ((state.ended.get(index) ?? -1) >= run) continue;
      const isCompleted = status === "completed";
      state.ended.set(index, isCompleted ? doneForEver : run);
      if (isCompleted) state.completed += 1;
      if (!this.#addEntry(state, fence, [index, run, status, body, newEvents])) return false;
      newEvents = null;
    }
    return newEvents === null || this.#addEntry(state, fence, [null, null, null, null, newEvents]);
  }

  #addEntry(state: LogState, fence: number, columns: EntryColumns): boolean {
    const { task, position, last, completed } = state;
    if (this.#append.run(task, fence, position, last, completed, ...columns).changes === 0) return false;
    const fills = closesBlock(state);
    state.position += 1;
    if (fills) this.#index.run(task, position);
    return true;
  }
}

type EntryColumns = [
  step: number | null,
  run: number | null,
  status: string | null,
  body: string | null,
  events: string | null,
];

/** Whether the next entry makes a block whole, which is put into the index of steps with it. */
export function closesBlock({ position }: LogState): boolean {
  return (position + 1) % blockSize === 0;
}

/** From that position on, when it is the next one, ends of steps stand in the log alone. */
export function firstUnindexed(next: number): number {
  return next - (next % blockSize);
}

/** Where the events begin that are not there yet: what is written again is left out. */
function firstNew({ task, last }: LogState, events: readonly TaskEvent[]): number {
  const [first] = events;
  const end = events.at(-1);
  if (!first || !end || end.sequence <= last) return events.length;
  const isGapless = end.sequence - first.sequence === events.length - 1;
  if (isGapless && first.sequence <= last + 1) return last + 1 - first.sequence;
  throw new DatabaseError(
    `Events of task ${first.taskId} must follow one another: expected number ${last + 1}, received ` +
      events.map(({ sequence }) => sequence).join(", "),
    { details: { task } },
  );
}
