import type { ColumnType, TableInput } from "@aiecs/core/toolkit";
import type { DuckTable } from "#duckdb/duck-table.ts";
import type { Session } from "#duckdb/session.ts";
import { columnSql, isMoment, isNumeric, publicTypeOf, type SqlType } from "#duckdb/sql.ts";
import { toRecordValue } from "#duckdb/values.ts";
import { openTable, type PandasContext } from "#files/open-table.ts";

export type DescribeParams = { readonly df: TableInput; readonly columns?: string | readonly string[] | undefined };

/** What is known of a column. Which of the later fields stand there depends on its type; null where there are no values. */
export type ColumnSummary = {
  readonly type: ColumnType;
  /** Values that are not null. */
  readonly count: number;
  readonly missing: number;
  /** Of numbers. `std` is that of a sample, quartiles interpolate. */
  readonly mean?: unknown;
  readonly std?: unknown;
  readonly q1?: unknown;
  readonly median?: unknown;
  readonly q3?: unknown;
  /** Of numbers and moments. */
  readonly min?: unknown;
  readonly max?: unknown;
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

type Aggregate = { readonly key: keyof ColumnSummary; readonly sql: string; readonly type: SqlType };

async function summarise(
  session: Session,
  table: DuckTable,
  indexes: readonly number[],
): Promise<readonly (readonly [string, ColumnSummary])[]> {
  const relation = session.use(table);
  const columns = indexes.flatMap((index) => {
    const column = table.sqlColumns[index];
    return column === undefined ? [] : [{ ...column, index }];
  });
  const aggregates = columns.map(({ index, type }) => aggregatesOf(columnSql(index), type));
  const list = aggregates.flat().map(({ sql }) => sql);
  const values = await session.row(`SELECT ${list.join(", ")} FROM ${relation}`);
  const summaries: (readonly [string, ColumnSummary])[] = [];
  let at = 0;
  for (const [position, { index, name, type }] of columns.entries()) {
    const own = aggregates[position] ?? [];
    const facts = own.map((aggregate, offset): [string, unknown] => [
      aggregate.key,
      toRecordValue(values[at + offset], aggregate.type),
    ]);
    at += own.length;
    const top = isNumeric(type) || isMoment(type) ? {} : await mostFrequent(session, relation, columnSql(index), type);
    summaries.push([name, { ...toSummary(type, table.rows, Object.fromEntries(facts)), ...top }]);
  }
  return summaries;
}

function toSummary(type: SqlType, rows: number, facts: { readonly [key: string]: unknown }): ColumnSummary {
  const count = Number(facts.count);
  return { type: publicTypeOf(type), count, missing: rows - count, ...facts };
}

function aggregatesOf(name: string, type: SqlType): readonly Aggregate[] {
  const count: Aggregate = { key: "count", sql: `count(${name})`, type: "BIGINT" };
  const range: readonly Aggregate[] = [
    { key: "min", sql: `min(${name})`, type },
    { key: "max", sql: `max(${name})`, type },
  ];
  if (isMoment(type)) return [count, ...range];
  if (!isNumeric(type)) return [count];
  const double = `CAST(${name} AS DOUBLE)`;
  const measures = [
    ["mean", `favg(${double})`],
    ["std", `stddev_samp(${double})`],
    ["q1", `quantile_cont(${double}, 0.25)`],
    ["median", `quantile_cont(${double}, 0.5)`],
    ["q3", `quantile_cont(${double}, 0.75)`],
  ] as const;
  return [count, ...measures.map(([key, sql]): Aggregate => ({ key, sql, type: "DOUBLE" })), ...range];
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
