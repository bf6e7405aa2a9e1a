import { z } from "zod";
import { seriesData } from "./series-data.ts";
import { tableResult } from "./series-info.ts";

export const periodWord = z.enum(["hour", "day", "week", "month", "quarter", "year"]);

export const calculateMetricsInput = z.object({
  df: seriesData,
  value_column: z
    .string()
    .optional()
    .describe("The column that leads period and category totals; recognised when not given."),
  date_column: z.string().optional().describe("Recognised when not given."),
  category_column: z.string().optional().describe("Recognised when not given."),
  period: periodWord.optional().describe("Length of a period; chosen to give at most some sixty when not given."),
});

export const columnFigures = z.object({
  count: z.int(),
  missing: z.int(),
  sum: z.number().nullable(),
  mean: z.number().nullable(),
  median: z.number().nullable(),
  std: z.number().nullable().describe("Of the sample (n - 1)."),
  min: z.number().nullable(),
  max: z.number().nullable(),
  q1: z.number().nullable().describe("Quantiles interpolate linearly (type 7)."),
  q3: z.number().nullable(),
  p5: z.number().nullable(),
  p95: z.number().nullable(),
  skewness: z.number().nullable(),
  kurtosis: z.number().nullable().describe("Excess: 0 for a normal distribution."),
});

export const calculateMetricsOutput = z.object({
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
