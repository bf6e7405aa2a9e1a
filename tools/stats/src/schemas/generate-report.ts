import { z } from "zod";
import { columnFigures } from "./calculate-metrics.ts";
import { seriesData } from "./series-data.ts";
import { timeValue, trendWord } from "./series-info.ts";

export const generateReportInput = z.object({
  df: seriesData,
  title: z.string().min(1).max(200).default("Data report"),
});

const category = z.object({
  distinct: z.int(),
  missing: z.int(),
  top: z.array(z.object({ value: z.string(), count: z.int(), share: z.number() })),
});

const development = z.object({
  value_column: z.string(),
  time_column: z.string(),
  from: timeValue,
  to: timeValue,
  samples: z.int(),
  trend: trendWord,
  p_value: z.number(),
  slope: z.number().nullable(),
  slope_unit: z.string(),
  period: z.int().nullable(),
  change_points: z.int(),
  anomalies: z.int().describe("Samples that trend and season do not explain."),
});

export const generateReportOutput = z.object({
  markdown: z.string(),
  data: z.object({
    title: z.string(),
    rows: z.int(),
    columns: z.int(),
    missing_cells: z.int(),
    column_types: z.array(z.object({ name: z.string(), type: z.string(), missing: z.int() })),
    numbers: z.record(z.string(), columnFigures),
    categories: z.record(z.string(), category),
    outliers: z.record(z.string(), z.int()).describe("Values outside Tukey's fences, per column of numbers."),
    correlations: z.array(z.object({ one: z.string(), other: z.string(), correlation: z.number() })),
    development: development.nullable(),
    findings: z.array(z.string()).describe("The most telling facts as sentences."),
  }),
});
