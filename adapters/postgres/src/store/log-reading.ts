import type { ElementRecord, StepRecord, TaskEvent, TaskStore } from "@aiecs/core";
import type { Database } from "#database/database.ts";
import { numberOf, type Row, textOf } from "#database/row.ts";
import { fromStoredUser, toStored } from "#database/text-form.ts";
import { statusOf } from "./task-rows.ts";

const ofTask = "(SELECT no FROM tasks WHERE key = $1)";

const latestSteps = {
  name: "steps",
  text: `
    SELECT DISTINCT ON (step) step, run, status, body FROM steps WHERE task = ${ofTask} AND step >= $2
    ORDER BY step, run DESC LIMIT $3`,
};
const allSteps = {
  name: "steps-all",
  text: `
    SELECT step, run, status, body FROM steps WHERE task = ${ofTask} AND step >= $2 AND step <= (
      SELECT max(step) FROM (
        SELECT DISTINCT step FROM steps WHERE task = ${ofTask} AND step >= $2 ORDER BY step LIMIT $3) AS wanted)
    ORDER BY step, run`,
};
const elements = {
  name: "elements",
  text: `SELECT step, position, body FROM elements WHERE task = ${ofTask} ORDER BY step, position`,
};
// Each row has at least one event that is wanted.
const events = {
  name: "events",
  text: `
    SELECT (SELECT user_id FROM tasks WHERE key = $1) AS user_id, events FROM events
    WHERE task = ${ofTask} AND last > $2 ORDER BY last LIMIT $3`,
};

/** How steps ended, and what happened. */
export function createLogReading(database: Database): Pick<TaskStore, "steps" | "events" | "elements"> {
  return {
    async steps(key, { from = 0, limit = null, all = false } = {}) {
      const statement = all ? allSteps : latestSteps;
      return (await database.read((query) => query(statement, [toStored(key), from, limit]))).map(toStep);
    },
    async events(key, after, limit) {
      const rows = await database.read((query) => query(events, [toStored(key), after, limit]));
      return toEvents(rows, after, limit);
    },
    async elements(key) {
      return (await database.read((query) => query(elements, [toStored(key)]))).map(toElement);
    },
  };
}

/** What was written again begins a row, and is left out. */
function toEvents(rows: readonly Row[], after: number, limit: number): TaskEvent[] {
  const found: TaskEvent[] = [];
  let last = after;
  for (const row of rows) {
    const userId = fromStoredUser(textOf(row, "user_id"));
    const written: TaskEvent[] = JSON.parse(textOf(row, "events"));
    for (const event of written) {
      if (event.sequence <= last) continue;
      if (found.length === limit) return found;
      last = event.sequence;
      // JSON leaves out what is undefined.
      found.push({ ...event, userId });
    }
  }
  return found;
}

function toStep(row: Row): StepRecord {
  return {
    index: numberOf(row, "step"),
    run: numberOf(row, "run"),
    status: statusOf(row),
    body: textOf(row, "body"),
  };
}

function toElement(row: Row): ElementRecord {
  return { index: numberOf(row, "step"), position: numberOf(row, "position"), body: textOf(row, "body") };
}
