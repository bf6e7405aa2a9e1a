import {
  createPace,
  createTable,
  type Table,
  type ToolContext,
  unknownColumn,
  ValidationError,
} from "@aiecs/core/toolkit";
import type { CalculateMetricsParams, CalculateMetricsResult, Period } from "#schemas/calculate-metrics.ts";
import type { ColumnFigures } from "#schemas/column-figures.ts";
import { isCalendar } from "#series/series.ts";
import { openSource } from "#series/series-source.ts";
import { readTimes, type Times } from "#series/times.ts";
import { isLabel, rankForSums } from "#series/value-columns.ts";
import { type CategoryColumn, findCategoryColumn } from "#summary/category-column.ts";
import { describeColumn } from "#summary/column-figures.ts";
import { choosePeriod, formatPeriod, startOfPeriod } from "#summary/period.ts";
import { repeatsInPeriods } from "#summary/repeats-in-periods.ts";
import { type NumberColumn, totalsTable } from "#summary/totals.ts";

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
  const periods = dates === null ? null : toPeriods(dates, params.period);
  const metrics: [string, ColumnFigures][] = [];
  const numbers: NumberColumn[] = [];
  for (const name of numericColumns(table, params.value_column, times)) {
    await pace.reached(numbers.length / table.columns, `Figures of ${name}`);
    const column = await readNumbers(table, name);
    const isWanted = name === params.value_column;
    const isLevel = !isWanted && periods !== null && repeatsInPeriods(column.values, periods.starts);
    const figures = describeColumn(column.values);
    metrics.push([name, isLevel || (isLabel(name) && !isWanted) ? { ...figures, sum: null } : figures]);
    if (isWanted || !isLabel(name)) numbers.push({ ...column, isLevel });
  }
  // What adds up comes first.
  numbers.sort((a, b) => Number(a.isLevel) - Number(b.isLevel));
  const category = await categoryOf(table, params, dates);
  await pace.pause();
  const byPeriod = periods === null ? null : periodTotals(table, numbers, periods);
  const byCategory = category === null ? null : categoryTotals(table, numbers, category);
  return {
    rows: table.rows,
    metrics: Object.fromEntries(metrics),
    value_column: numbers[0]?.name ?? null,
    date_column: dates?.column ?? null,
    category_column: category?.name ?? null,
    period: periods?.period ?? null,
    by_period: byPeriod,
    by_category: byCategory,
    ...chartTable(byPeriod, byCategory, metrics),
    notes: notesOn(metrics.length, numbers, periods),
  };
}

/** The leading column first. */
function numericColumns(table: Table, leading: string | undefined, times: Times | null): string[] {
  const names = table.schema
    .filter(
      ({ name, type }) => name === leading || ((type === "integer" || type === "number") && name !== times?.column),
    )
    .map(({ name }) => name);
  const byName = rankForSums(names);
  const rank = (name: string) => (name === leading ? Number.NEGATIVE_INFINITY : byName(name));
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

/** Where the period of each row begins; NaN for rows without a date. */
type Periods = { readonly dateColumn: string; readonly period: Period; readonly starts: Float64Array };

function toPeriods({ column, values }: Times, wanted: Period | undefined): Periods {
  const period = wanted ?? choosePeriod(values);
  const startOf = (moment: number): number => (Number.isFinite(moment) ? startOfPeriod(moment, period) : Number.NaN);
  return { dateColumn: column, period, starts: values.map(startOf) };
}

function periodTotals(table: Table, numbers: readonly NumberColumn[], { period, starts }: Periods): Table {
  return totalsTable(table.rows, numbers, {
    label: "period",
    keyOf: (row) => {
      const start = starts[row] as number;
      return Number.isNaN(start) ? undefined : start;
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

function notesOn(measured: number, numbers: readonly NumberColumn[], periods: Periods | null): string[] {
  const notes: string[] = [];
  if (measured === 0) notes.push("the table has no column of numbers");
  if (periods === null) return notes;
  const { period, starts, dateColumn } = periods;
  const levels = numbers.filter(({ isLevel }) => isLevel).map(({ name }) => name);
  if (levels.length > 0) notes.push(`one value per ${period}, so averaged and not added up: ${levels.join(", ")}`);
  const undated = starts.reduce((count, start) => count + (Number.isNaN(start) ? 1 : 0), 0);
  if (undated > 0) notes.push(`${undated} rows without ${dateColumn} are in no period`);
  return notes;
}
