import type { Table } from "@aiecs/core/toolkit";
import { z } from "zod";
import { type ColumnFigures, columnFigures } from "./column-figures.ts";
import { type SeriesData, seriesData } from "./series-data.ts";
import { tableResult } from "./series-info.ts";

export type Period = "hour" | "day" | "week" | "month" | "quarter" | "year";

/** Columns are recognised by name and type when not given. */
export type CalculateMetricsParams = {
  readonly df: SeriesData;
  /**
   * The column that leads period and category totals.
   *
   * @default an amount, else other money, else a quantity, else any number; never a label such as an id
   */
  readonly value_column?: string | undefined;
  readonly date_column?: string | undefined;
  readonly category_column?: string | undefined;
  /** Chosen to give at most some sixty periods when not given. */
  readonly period?: Period | undefined;
};

export type CalculateMetricsResult = {
  readonly rows: number;
  /** One entry per column of numbers, the leading one first, labels such as ids last. What is not added up has no sum. */
  readonly metrics: { readonly [column: string]: ColumnFigures };
  /** Null where all numbers are labels. */
  readonly value_column: string | null;
  readonly date_column: string | null;
  readonly category_column: string | null;
  readonly period: Period | null;
  /** period, {column}_sum, {column}_mean, …, count. Labels are left out; what has one value per period has no sum. */
  readonly by_period: Table | null;
  /** The category, {column}_sum, {column}_mean, …, count; largest first. */
  readonly by_category: Table | null;
  /** What a chart of this result draws. */
  readonly df: Table;
  /** Which of the tables `df` is. */
  readonly df_holds: "by_period" | "by_category" | "metrics";
  readonly notes: readonly string[];
};

const periodWord = z.enum(["hour", "day", "week", "month", "quarter", "year"]);

export const calculateMetricsInput: z.ZodType<CalculateMetricsParams, CalculateMetricsParams> = z.object({
  df: seriesData,
  value_column: z
    .string()
    .optional()
    .describe(
      "The column that leads period and category totals. Not given: an amount (revenue, sales, amount, total, …), else other money, else a quantity, else any number; never an id, code, place or period.",
    ),
  date_column: z.string().optional().describe("Recognised when not given."),
  category_column: z.string().optional().describe("Recognised when not given."),
  period: periodWord.optional().describe("Length of a period; chosen to give at most some sixty when not given."),
});

export const calculateMetricsOutput: z.ZodType<CalculateMetricsResult> = z.object({
  rows: z.int(),
  metrics: z.record(z.string(), columnFigures).describe("One entry per column of numbers."),
  value_column: z.string().nullable(),
  date_column: z.string().nullable(),
  category_column: z.string().nullable(),
  period: periodWord.nullable(),
  by_period: tableResult.nullable().describe("Sum and mean per period: period, {column}_sum, {column}_mean, count."),
  by_category: tableResult.nullable().describe("Sum and mean per category, largest first."),
  df: tableResult.describe("What a chart of this result draws."),
  df_holds: z.enum(["by_period", "by_category", "metrics"]).describe("Which of the tables df is."),
  notes: z.array(z.string()),
});
