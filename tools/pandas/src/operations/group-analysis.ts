import { type TableInput, ValidationError } from "@aiecs/core/toolkit";
import { uniqueNames } from "#csv/header.ts";
import type { DuckTable } from "#duckdb/duck-table.ts";
import { type ExactSum, prepareSums } from "#duckdb/exact-sum.ts";
import {
  columnSql,
  isMoment,
  isNumeric,
  type Projection,
  publicTypeOf,
  type SqlColumn,
  type SqlType,
} from "#duckdb/sql.ts";
import { openTable, type PandasContext } from "#files/open-table.ts";
import type { Aggregation } from "#schemas/words.ts";

export type GroupAnalysisParams = {
  readonly df: TableInput;
  readonly group_by: string | readonly string[];
  /** @default all numeric columns that are not grouped by */
  readonly values?: string | readonly string[] | undefined;
  /** For all values, or by column. @default count, sum, mean, min, max */
  readonly aggregations?: readonly Aggregation[] | { readonly [column: string]: readonly Aggregation[] } | undefined;
};

const defaultAggregations: readonly Aggregation[] = ["count", "sum", "mean", "min", "max"];

/** Groups up to so many rows are all shown in `data`. */
const shownGroups = 1_000;

/**
 * One row per group, ordered by the grouping columns: those, `count` of rows, and `{column}_{aggregation}`.
 *
 * @throws E001 on an unknown column, or an aggregation that a column's type does not have
 */
export async function groupAnalysis(params: GroupAnalysisParams, context: PandasContext): Promise<DuckTable> {
  const table = await openTable(params.df, context);
  const keys = [params.group_by].flat().map((name) => table.indexOf(name));
  const wanted = chooseAggregations(params, table, keys);
  const engine = context.instance;
  return await engine.session(context.signal, async (session) => {
    const relation = session.use(table);
    const sums = await prepareSums(
      session,
      relation,
      wanted.map(({ index }) => (columnAt(table, index).type === "DOUBLE" ? columnSql(index) : "NULL")),
    );
    const measures = wanted.flatMap(({ index, aggregations }, at) =>
      aggregations.map((name) => measure(columnAt(table, index), columnSql(index), name, sums[at])),
    );
    const list = keys.map(columnSql).join(", ");
    const order = keys.map((_, at) => `${at + 1} NULLS LAST`).join(", ");
    return await engine.createTable(session, {
      columns: nameApart([
        ...keys.map((index) => ({ ...columnAt(table, index), expression: columnSql(index) })),
        { name: "count", type: "BIGINT", expression: "count(*)" },
        ...measures,
      ]),
      from: `FROM ${relation} GROUP BY ${list} ORDER BY ${order}`,
      showAllUpTo: shownGroups,
    });
  });
}

function nameApart(columns: readonly Projection[]): readonly Projection[] {
  const names = uniqueNames(columns.map(({ name }) => name));
  return columns.map((column, at) => ({ ...column, name: names[at] ?? column.name }));
}

type Wanted = { readonly index: number; readonly aggregations: readonly Aggregation[] };

function chooseAggregations(params: GroupAnalysisParams, table: DuckTable, keys: readonly number[]): readonly Wanted[] {
  const { values, aggregations = defaultAggregations } = params;
  if (!isList(aggregations)) {
    return Object.entries(aggregations).map(([name, list]) => ({ index: table.indexOf(name), aggregations: list }));
  }
  const numeric = table.sqlColumns.flatMap(({ type }, index) =>
    isNumeric(type) && !keys.includes(index) ? [index] : [],
  );
  const indexes = values === undefined ? numeric : [values].flat().map((name) => table.indexOf(name));
  const told = params.aggregations !== undefined;
  return indexes.map((index) => {
    const fitting = aggregations.filter((name) => told || fits(name, columnAt(table, index).type));
    return { index, aggregations: fitting };
  });
}

function isList(value: NonNullable<GroupAnalysisParams["aggregations"]>): value is readonly Aggregation[] {
  return Array.isArray(value);
}

function columnAt(table: DuckTable, index: number): SqlColumn {
  return table.sqlColumns[index] ?? { name: "", type: "VARCHAR" };
}

const numericOnly: ReadonlySet<Aggregation> = new Set(["sum", "mean", "median", "std"]);

function fits(aggregation: Aggregation, type: SqlType): boolean {
  if (numericOnly.has(aggregation)) return isNumeric(type);
  return (aggregation !== "min" && aggregation !== "max") || isNumeric(type) || isMoment(type) || type === "VARCHAR";
}

function measure(
  { name, type }: SqlColumn,
  column: string,
  aggregation: Aggregation,
  total: ExactSum | undefined,
): Projection {
  if (!fits(aggregation, type)) {
    const needed = numericOnly.has(aggregation) ? "numbers" : "values in an order";
    throw new ValidationError(
      `aggregations: ${aggregation} needs ${needed}, but ${name} is of type ${publicTypeOf(type)}`,
    );
  }
  const double = `CAST(${column} AS DOUBLE)`;
  const expressions: { readonly [A in Aggregation]: readonly [SqlType, string] } = {
    count: ["BIGINT", `count(${column})`],
    sum: type === "DOUBLE" ? ["DOUBLE", total?.sum ?? "NULL"] : ["HUGEINT", `sum(${column})`],
    mean: ["DOUBLE", type === "DOUBLE" ? (total?.mean ?? "NULL") : `CAST(sum(${column}) AS DOUBLE) / count(${column})`],
    min: [type, `min(${column})`],
    max: [type, `max(${column})`],
    median: ["DOUBLE", `median(${double})`],
    std: ["DOUBLE", `stddev_samp(${double} ORDER BY rowid)`],
    nunique: ["BIGINT", `count(DISTINCT ${column})`],
    first: [type, `first(${column} ORDER BY rowid)`],
    last: [type, `last(${column} ORDER BY rowid)`],
  };
  const [resultType, expression] = expressions[aggregation];
  return { name: `${name}_${aggregation}`, type: resultType, expression };
}
