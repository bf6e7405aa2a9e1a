import { z } from "zod";
import { aggregation, chartData, columnName, outputPath } from "./chart-data.ts";
import { type ChartResult, chartFields } from "./chart-result.ts";

export type TrendAnalysisParams = {
  readonly data: string | object;
  readonly x?: string | undefined;
  readonly y?: string | undefined;
  readonly window?: number | undefined;
  readonly aggregation?: "sum" | "mean" | "count" | "min" | "max" | undefined;
  readonly title?: string | undefined;
  readonly output_path?: string | undefined;
};

export const trendAnalysisInput: z.ZodType<TrendAnalysisParams, TrendAnalysisParams> = z.object({
  data: chartData,
  x: columnName.describe(
    "The column to draw along. Default: that of the analysis given as data, else a time column, else a category, else the rows' order.",
  ),
  y: columnName.describe(
    "The column to measure. Default: that of the analysis given as data, else the most telling number.",
  ),
  window: z
    .int()
    .min(2)
    .max(10_000)
    .optional()
    .describe("Points in the moving average. Default: 7 for days, 24 for hours, 3 for months, …"),
  aggregation,
  title: z.string().min(1).max(200).optional(),
  output_path: outputPath,
});

export type TrendAnalysisResult = ChartResult & {
  /** What the series runs along: time, the rows' order or a number, or categories (which have no trend). */
  readonly basis: "time" | "order" | "category";
  /** Points in the moving average; null when there is none. */
  readonly window: number | null;
  readonly trend: {
    readonly direction: "increasing" | "decreasing" | "no_trend";
    readonly slope: number;
    readonly per: string | null;
    readonly r_squared: number;
    readonly start: number;
    readonly end: number;
  } | null;
};

export const trendAnalysisResult: z.ZodType<TrendAnalysisResult> = z.object({
  ...chartFields,
  basis: z.enum(["time", "order", "category"]).describe("What the series runs along; categories have no trend."),
  window: z.int().nullable().describe("Points in the moving average."),
  trend: z
    .object({
      direction: z.enum(["increasing", "decreasing", "no_trend"]),
      slope: z.number().describe("Change per period."),
      per: z.string().nullable().describe("The period the slope counts in."),
      r_squared: z.number(),
      start: z.number().describe("The trend line at the first point."),
      end: z.number().describe("The trend line at the last point."),
    })
    .nullable(),
});
