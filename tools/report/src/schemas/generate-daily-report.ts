import { z } from "zod";
import {
  type ChartsInput,
  chartsInput,
  isObject,
  outputPath,
  reportAuthor,
  reportDate,
  reportTitle,
} from "./report-content.ts";

export type DailyReportInput = {
  readonly charts: ChartsInput;
  readonly metrics: string | object;
  readonly template?: string | undefined;
  readonly date?: string | undefined;
  readonly title?: string | undefined;
  readonly author?: string | undefined;
  readonly output_path?: string | undefined;
};

export type DailyReportParams = DailyReportInput & { readonly template: string };

export const dailyReportInput: z.ZodType<DailyReportParams, DailyReportInput> = z.object({
  charts: chartsInput,
  metrics: z
    .custom<string | object>(
      (value) => isObject(value) || Array.isArray(value) || (typeof value === "string" && value !== ""),
      "expected a result with figures, or a table",
    )
    .meta({
      description: "A result with figures (calculate_metrics, analyze_sales, …), or a table.",
      anyOf: [{ type: "object" }, { type: "array" }, { type: "string" }],
    }),
  template: z.string().min(1).default("daily_sales_template").describe("The look and the order of the report."),
  date: reportDate.describe("Default: the date in the plan's input, else the one in the task's name."),
  title: reportTitle,
  author: reportAuthor,
  output_path: outputPath,
});
