import type { Database } from "#adapters/sqlite/database.ts";
import { numberOf, numberOrNull, type Row, textOf, textOrNull } from "#adapters/sqlite/row.ts";
import type { TaskEvent } from "#contracts/events.ts";
import type { ElementRecord, StepRecord, TaskStore } from "#contracts/task-store.ts";
import { firstUnindexed } from "./run-log.ts";
import { positionBits, statusOf } from "./task-rows.ts";

const within = `place >= ?1 << ${positionBits} AND place < (?1 + 1) << ${positionBits}`;

/** How steps ended, and what happened: read from the log of a task. */
export function createLogReading(database: Database): Pick<TaskStore, "steps" | "events" | "elements"> {
  const task = database.prepare("SELECT no, user_id FROM tasks WHERE key = ?");
  const elements = database.prepare("SELECT step, position, body FROM elements WHERE task = ? ORDER BY step, position");
  const readSteps = createStepReading(database);
  const readEvents = createEventReading(database);
  return {
    steps: (key, options = {}) =>
      database.read(() => {
        const found = task.get(key);
        return found ? readSteps(numberOf(found, "no"), options) : [];
      }),
    events: (key, after, limit) =>
      database.read(() => {
        const found = task.get(key);
        return found ? readEvents(numberOf(found, "no"), textOrNull(found, "user_id") ?? undefined, after, limit) : [];
      }),
    elements: (key) =>
      database.read(() => {
        const found = task.get(key);
        return found ? elements.all(numberOf(found, "no")).map(toElement) : [];
      }),
  };
}

type StepOptions = { readonly from?: number; readonly limit?: number; readonly all?: boolean };

function createStepReading(database: Database): (task: number, options: StepOptions) => StepRecord[] {
  const next = database.prepare(`
    SELECT coalesce(max(place) - (?1 << ${positionBits}) + 1, 0) AS position FROM log WHERE ${within}`);
  const places = database.prepare(`
    SELECT step, run, place FROM steps WHERE task = ?1 AND step >= ?3
    UNION ALL SELECT step, run, place FROM log
      WHERE place >= (?1 << ${positionBits}) + ?2 AND ${within} AND step >= ?3
    ORDER BY step, run`);
  const entry = database.prepare("SELECT step, run, status, body FROM log WHERE place = ?");
  return (task, { from = 0, limit = Number.POSITIVE_INFINITY, all = false }) => {
    const position = numberOf(next.get(task) ?? {}, "position");
    const wanted: number[] = [];
    let step = -1;
    let count = 0;
    for (const row of places.iterate(task, firstUnindexed(position), from)) {
      const isSame = numberOf(row, "step") === step;
      if (!isSame && count === limit) break;
      if (!isSame) count += 1;
      if (isSame && !all) wanted.pop();
      step = numberOf(row, "step");
      wanted.push(numberOf(row, "place"));
    }
    return wanted.map((place) => toStep(entry.get(place) ?? {}));
  };
}

function toStep(row: Row): StepRecord {
  return {
    index: numberOf(row, "step"),
    run: numberOf(row, "run"),
    status: statusOf(row),
    body: textOf(row, "body"),
  };
}

type EventReading = (task: number, userId: string | undefined, after: number, limit: number) => TaskEvent[];

function createEventReading(database: Database): EventReading {
  const count = database.prepare(`
    SELECT coalesce(max(place) - (?1 << ${positionBits}) + 1, 0) AS position FROM log WHERE ${within}`);
  const lastAt = database.prepare(`SELECT last FROM log WHERE place = (?1 << ${positionBits}) + ?2`);
  const entries = database.prepare(`
    SELECT events FROM log WHERE place >= (?1 << ${positionBits}) + ?2 AND ${within} AND events NOT NULL ORDER BY place`);

  /** Sequence numbers rise with the positions, which have no gaps: halving finds the first entry with a later event. */
  const firstAfter = (task: number, after: number): number => {
    let low = 0;
    let high = numberOf(count.get(task) ?? {}, "position");
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((numberOrNull(lastAt.get(task, middle) ?? { last: null }, "last") ?? 0) > after) high = middle;
      else low = middle + 1;
    }
    return low;
  };

  return (task, userId, after, limit) => {
    const found: TaskEvent[] = [];
    for (const row of entries.iterate(task, firstAfter(task, after))) {
      const events: TaskEvent[] = JSON.parse(textOf(row, "events"));
      for (const event of events) {
        if (event.sequence <= after) continue;
        if (found.length === limit) return found;
        // JSON leaves out what is undefined.
        found.push({ ...event, userId });
      }
      if (found.length === limit) break;
    }
    return found;
  };
}

function toElement(row: Row): ElementRecord {
  return { index: numberOf(row, "step"), position: numberOf(row, "position"), body: textOf(row, "body") };
}
