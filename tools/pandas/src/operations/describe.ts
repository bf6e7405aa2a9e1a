import type { ColumnType, TableInput } from "@aiecs/core/toolkit";
import type { DuckTable } from "#duckdb/duck-table.ts";
import { type ExactSum, prepareSums } from "#duckdb/exact-sum.ts";
import type { Session } from "#duckdb/session.ts";
import { columnSql, isMoment, isNumeric, publicTypeOf, type SqlType } from "#duckdb/sql.ts";
import { toRecordValue } from "#duckdb/values.ts";
import { openTable, type PandasContext } from "#files/open-table.ts";

export type DescribeParams = { readonly df: TableInput; readonly columns?: string | readonly string[] | undefined };

/** A number, a date as ISO 8601 text, an integer beyond 2^53 as text; null without values. */
type Value = number | string | null;

/** What is known of a column. Which of the later fields stand there depends on its type; null where there are no values. */
export type ColumnSummary = {
  readonly type: ColumnType;
  /** Values that are not null. */
  readonly count: number;
  readonly missing: number;
  /** Of numbers. `std` is that of a sample, quartiles interpolate. */
  readonly mean?: number | null;
  readonly std?: number | null;
  readonly q1?: number | null;
  readonly median?: number | null;
  readonly q3?: number | null;
  /** Of numbers and moments. */
  readonly min?: Value;
  readonly max?: Value;
  /** Of texts and truth values: how many different ones, the most frequent, and how often it stands there. */
  readonly unique?: number;
  readonly top?: unknown;
  readonly frequency?: number;
};

export type Description = { readonly rows: number; readonly columns: { readonly [column: string]: ColumnSummary } };

/** Summarises columns: numbers by moments and quartiles, dates by their range, texts by their most frequent value. */
export async function describe({ df, columns }: DescribeParams, context: PandasContext): Promise<Description> {
  const table = await openTable(df, context);
  const wanted = columns === undefined ? table.schema.map(({ name }) => name) : [columns].flat();
  const indexes = wanted.map((name) => table.indexOf(name));
  return await context.instance.session(context.signal, async (session) => {
    const summaries = await summarise(session, table, indexes);
    return { rows: table.rows, columns: Object.fromEntries(summaries) };
  });
}

type Column = { readonly index: number; readonly name: string; readonly type: SqlType };

async function summarise(
  session: Session,
  table: DuckTable,
  indexes: readonly number[],
): Promise<readonly (readonly [string, ColumnSummary])[]> {
  const relation = session.use(table);
  const columns = indexes.flatMap((index): Column[] => {
    const column = table.sqlColumns[index];
    return column === undefined ? [] : [{ ...column, index }];
  });
  const numeric = columns.filter(({ type }) => isNumeric(type));
  const sums = await prepareSums(
    session,
    relation,
    numeric.map(({ index }) => columnSql(index)),
  );
  const list = columns.flatMap((column) => aggregatesOf(column, sums[numeric.indexOf(column)]));
  const values = await session.row(`SELECT ${list.join(", ")} FROM ${relation}`);
  const summaries: (readonly [string, ColumnSummary])[] = [];
  for (const [at, column] of columns.entries()) {
    const own = values.slice(at * aggregatesPerColumn, (at + 1) * aggregatesPerColumn);
    summaries.push([column.name, await toSummary(session, relation, table.rows, column, own)]);
  }
  return summaries;
}

const aggregatesPerColumn = 8;

/** Count, smallest, largest, mean, standard deviation, quartiles; NULL for what the type does not have. */
function aggregatesOf({ index, type }: Column, total: ExactSum | undefined): readonly string[] {
  const name = columnSql(index);
  const double = `CAST(${name} AS DOUBLE)`;
  const range = isNumeric(type) || isMoment(type) ? [`min(${name})`, `max(${name})`] : ["NULL", "NULL"];
  const measures = total
    ? [
        total.mean,
        `stddev_samp(${double} ORDER BY rowid)`,
        ...[0.25, 0.5, 0.75].map((share) => `quantile_cont(${double}, ${share})`),
      ]
    : ["NULL", "NULL", "NULL", "NULL", "NULL"];
  return [`count(${name})`, ...range, ...measures];
}

async function toSummary(
  session: Session,
  relation: string,
  rows: number,
  { index, type }: Column,
  values: readonly unknown[],
): Promise<ColumnSummary> {
  const [counted, least, most, ...measures] = values;
  const count = Number(counted);
  const summary = { type: publicTypeOf(type), count, missing: rows - count };
  const range = { min: valueOf(least, type), max: valueOf(most, type) };
  if (isMoment(type)) return { ...summary, ...range };
  if (!isNumeric(type)) return { ...summary, ...(await mostFrequent(session, relation, columnSql(index), type)) };
  const [mean = null, std = null, q1 = null, median = null, q3 = null] = measures.map(numberOf);
  return { ...summary, mean, std, min: range.min, q1, median, q3, max: range.max };
}

function valueOf(value: unknown, type: SqlType): Value {
  const shown = toRecordValue(value, type);
  return typeof shown === "number" || typeof shown === "string" ? shown : null;
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

async function mostFrequent(
  session: Session,
  relation: string,
  name: string,
  type: SqlType,
): Promise<Pick<ColumnSummary, "unique" | "top" | "frequency">> {
  const [value, frequency, unique] = await session.row(
    `SELECT ${name}, count(*) AS frequency, count(*) OVER () FROM ${relation} WHERE ${name} IS NOT NULL
     GROUP BY ${name} ORDER BY frequency DESC, ${name} LIMIT 1`,
  );
  return { unique: Number(unique ?? 0), top: toRecordValue(value, type), frequency: Number(frequency ?? 0) };
}
