import { createTable, type Table, type ToolContext, unknownColumn, ValidationError } from "@aiecs/core/toolkit";
import type { CalculateMetricsParams, CalculateMetricsResult, Period } from "#schemas/calculate-metrics.ts";
import type { ColumnFigures } from "#schemas/column-figures.ts";
import { valueRank } from "#series/column-names.ts";
import { isCalendar } from "#series/series.ts";
import { openSource } from "#series/series-source.ts";
import { readTimes, type Times } from "#series/times.ts";
import { type CategoryColumn, findCategoryColumn } from "#summary/category-column.ts";
import { describeColumn } from "#summary/column-figures.ts";
import { choosePeriod, formatPeriod, startOfPeriod } from "#summary/period.ts";
import { type NumberColumn, totalsTable } from "#summary/totals.ts";
import { createPace } from "./pace.ts";

/** Figures of every column of numbers, with totals per period and per category. */
export async function calculateMetrics(
  params: CalculateMetricsParams,
  context: Pick<ToolContext, "input" | "call" | "signal" | "progress">,
): Promise<CalculateMetricsResult> {
  const pace = createPace(context);
  const { table } = await openSource(params.df, context);
  if (table.rows === 0) throw new ValidationError("Invalid df: expected data, received a table without rows");
  for (const name of [params.value_column, params.date_column, params.category_column]) {
    if (name !== undefined && !table.schema.some((column) => column.name === name))
      throw unknownColumn(name, table.schema);
  }
  const times = await readTimes(table, params.date_column);
  const dates = times !== null && isCalendar(times.kind) ? times : null;
  const metrics: [string, ColumnFigures][] = [];
  const numbers: NumberColumn[] = [];
  for (const name of numericColumns(table, params.value_column, times)) {
    await pace.reached(metrics.length / table.columns, `Figures of ${name}`);
    const column = await readNumbers(table, name);
    metrics.push([name, describeColumn(column.values)]);
    numbers.push(column);
  }
  const category = await categoryOf(table, params, dates);
  await pace.pause();
  const period = dates === null ? null : (params.period ?? choosePeriod(dates.values));
  const byPeriod = dates === null || period === null ? null : periodTotals(table, numbers, dates, period);
  const byCategory = category === null ? null : categoryTotals(table, numbers, category);
  return {
    rows: table.rows,
    metrics: Object.fromEntries(metrics),
    value_column: numbers[0]?.name ?? null,
    date_column: dates?.column ?? null,
    category_column: category?.name ?? null,
    period,
    by_period: byPeriod,
    by_category: byCategory,
    ...chartTable(byPeriod, byCategory, metrics),
    notes: notesOn(numbers, dates, byPeriod),
  };
}

/** The leading column first. */
function numericColumns(table: Table, leading: string | undefined, times: Times | null): string[] {
  const rank = (name: string) => (name === leading ? Number.NEGATIVE_INFINITY : valueRank(name, []));
  const names = table.schema
    .filter(
      ({ name, type }) => name === leading || ((type === "integer" || type === "number") && name !== times?.column),
    )
    .map(({ name }) => name);
  return names.sort((a, b) => rank(a) - rank(b));
}

async function readNumbers(table: Table, name: string): Promise<NumberColumn> {
  const type = table.schema.find((column) => column.name === name)?.type;
  const values = await table.column(name);
  if (values instanceof Float64Array && type !== "date" && type !== "datetime") return { name, values };
  throw new ValidationError(
    `Invalid value_column: expected a column of numbers, but ${JSON.stringify(name)} is of type ${type}`,
  );
}

async function categoryOf(
  table: Table,
  { category_column }: CalculateMetricsParams,
  dates: Times | null,
): Promise<CategoryColumn | null> {
  if (category_column === undefined) return findCategoryColumn(table, [dates?.column ?? null]);
  return { name: category_column, values: await table.column(category_column) };
}

function periodTotals(table: Table, numbers: readonly NumberColumn[], dates: Times, period: Period): Table {
  return totalsTable(table.rows, numbers, {
    label: "period",
    keyOf: (row) => {
      const moment = dates.values[row] as number;
      return Number.isFinite(moment) ? startOfPeriod(moment, period) : undefined;
    },
    labelOf: (start) => formatPeriod(start, period),
    order: "key",
  });
}

function categoryTotals(table: Table, numbers: readonly NumberColumn[], { name, values }: CategoryColumn): Table {
  return totalsTable(table.rows, numbers, {
    label: name,
    keyOf: (row) => {
      const value = values[row];
      return value === null || value === undefined ? undefined : String(value);
    },
    labelOf: (value) => value,
    order: "total",
  });
}

/** A course over time says most, then a comparison, then the bare figures. */
function chartTable(
  byPeriod: Table | null,
  byCategory: Table | null,
  metrics: readonly (readonly [string, ColumnFigures])[],
): Pick<CalculateMetricsResult, "df" | "df_holds"> {
  if (byPeriod !== null && (byPeriod.rows > 1 || byCategory === null)) return { df: byPeriod, df_holds: "by_period" };
  if (byCategory !== null) return { df: byCategory, df_holds: "by_category" };
  const records = metrics.map(([column, { sum, mean, median, min, max, count }]) => ({
    column,
    sum,
    mean,
    median,
    min,
    max,
    count,
  }));
  return { df: createTable(records), df_holds: "metrics" };
}

function notesOn(numbers: readonly NumberColumn[], dates: Times | null, byPeriod: Table | null): string[] {
  const notes: string[] = [];
  if (numbers.length === 0) notes.push("the table has no column of numbers");
  if (dates === null || byPeriod === null) return notes;
  const undated = dates.values.reduce((count, moment) => count + (Number.isFinite(moment) ? 0 : 1), 0);
  if (undated > 0) notes.push(`${undated} rows without ${dates.column} are in no period`);
  return notes;
}
