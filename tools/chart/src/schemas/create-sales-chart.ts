import { z } from "zod";
import { aggregation, chartData, columnName, outputPath } from "./chart-data.ts";

export type SalesChartParams = {
  readonly data: string | object;
  readonly x?: string | undefined;
  readonly y?: string | undefined;
  readonly kind?: "line" | "area" | "bar" | "pie" | undefined;
  readonly aggregation?: "sum" | "mean" | "count" | "min" | "max" | undefined;
  readonly title?: string | undefined;
  readonly output_path?: string | undefined;
};

export const salesChartInput: z.ZodType<SalesChartParams, SalesChartParams> = z.object({
  data: chartData,
  x: columnName.describe(
    "The column to draw along. Default: that of the analysis given as data, else a time column, else a category.",
  ),
  y: columnName.describe(
    "The column to measure. Default: that of the analysis given as data, else the most telling amount.",
  ),
  kind: z.enum(["line", "area", "bar", "pie"]).optional().describe("Default: what suits the data."),
  aggregation,
  title: z.string().min(1).max(200).optional(),
  output_path: outputPath,
});
