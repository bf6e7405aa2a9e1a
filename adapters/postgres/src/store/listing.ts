import type { RecordFilter, TaskStore } from "@aiecs/core";
import { TaskStatus, ValidationError } from "@aiecs/core/contracts";
import type { Database } from "#database/database.ts";
import { numberOf } from "#database/row.ts";
import { toStored, toStoredUser } from "#database/text-form.ts";
import { isOver, selectTask, toRecord } from "./task-rows.ts";

const lanes = ["fast", "heavy"];

// Each end and lane has its own run of the index, of which the newest are enough; those that are open have one together.
const byEnd = {
  name: "list",
  text: `
    WITH found AS MATERIALIZED (
      SELECT newest.key FROM unnest($6::text[]) AS ends (ended_as), unnest($5::text[]) AS lanes (lane), LATERAL (
        SELECT key, no FROM tasks t
        WHERE t.user_id = $1 AND t.ended_as = ends.ended_as AND t.lane = lanes.lane AND t.no < $2
          AND t.status = ANY ($4::text[])
        ORDER BY no DESC LIMIT $3) AS newest
      ORDER BY newest.no DESC LIMIT $3)
    ${selectTask()} WHERE t.key = ANY (ARRAY(SELECT key FROM found)) ORDER BY t.no DESC`,
};
const byName = {
  name: "list-named",
  text: `
    ${selectTask()} WHERE t.user_id = $1 AND t.no < $2 AND t.status = ANY ($4::text[]) AND t.lane = ANY ($5::text[])
      AND t.name = $6
    ORDER BY t.no DESC LIMIT $3`,
};

/** The newest tasks of a user, found by an index whatever is asked for. */
export function createListing(database: Database): Pick<TaskStore, "list"> {
  return {
    async list(filter: RecordFilter) {
      const { userId, lane, name, limit, statuses = Object.values(TaskStatus) } = filter;
      const before = parseCursor(filter.cursor);
      const values = [toStoredUser(userId), before, limit + 1, [...new Set(statuses)], lane ? [lane] : lanes];
      const rows = await database.read((query) =>
        name === undefined ? query(byEnd, [...values, endsOf(statuses)]) : query(byName, [...values, toStored(name)]),
      );
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return { records: rows.slice(0, limit).map(toRecord), cursor: last ? String(numberOf(last, "no")) : null };
    },
  };
}

/** What `ended_as` is of tasks of these statuses. */
function endsOf(statuses: readonly TaskStatus[]): string[] {
  return [...new Set(statuses.map((status) => (isOver(status) ? status : "")))];
}

/** The number of the task that the page before ended with. */
function parseCursor(cursor: string | undefined): number {
  if (cursor === undefined) return Number.MAX_SAFE_INTEGER;
  const number = Number(cursor);
  if (/^\d{1,15}$/.test(cursor) && number > 0) return number;
  throw new ValidationError(`cursor: expected what an earlier page gave, received ${JSON.stringify(cursor)}`);
}
