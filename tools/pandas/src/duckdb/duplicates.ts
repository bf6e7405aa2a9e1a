import type { Session } from "./session.ts";
import { columnSql } from "./sql.ts";

export type DuplicatesRequest = {
  /** A table, or a query in brackets, whose column `id` numbers the rows. */
  readonly relation: string;
  /** How many columns it has: rows are equal when all of them are. */
  readonly columns: number;
  /** Rows to look at. @default all */
  readonly where?: string;
};

/**
 * Finds every row that equals an earlier one, and puts their ids into a new table. Most tables have few such rows, so
 * only those whose hash occurs more than once are compared.
 *
 * @returns how many there are; nothing is made when there are none
 */
export async function findDuplicates(session: Session, target: string, request: DuplicatesRequest): Promise<number> {
  const { relation, where = "true" } = request;
  const list = Array.from({ length: request.columns }, (_, index) => columnSql(index)).join(", ");
  const hash = `hash(${list})`;
  const [suspects = 0] = await session.counts(
    `SELECT count(*) - count(DISTINCT ${hash}) FROM ${relation} WHERE ${where}`,
  );
  if (suspects === 0) return 0;
  const [found = 0] = await session.counts(
    `CREATE TABLE ${target} AS
     WITH suspects AS (SELECT ${hash} AS h FROM ${relation} WHERE ${where} GROUP BY h HAVING count(*) > 1),
          numbered AS (
            SELECT id, row_number() OVER (PARTITION BY ${list} ORDER BY id) AS number
            FROM ${relation} WHERE ${where} AND ${hash} IN (SELECT h FROM suspects))
     SELECT id FROM numbered WHERE number > 1`,
  );
  return found;
}

/** A table's rows with an `id` that tells their order, as a query in brackets. */
export function withIds(relation: string, expressions: readonly string[]): string {
  const list = expressions.map((expression, index) => `${expression} AS ${columnSql(index)}`);
  return `(SELECT rowid AS id, ${list.join(", ")} FROM ${relation})`;
}
