import { z } from "zod";
import { type ColumnFigures, columnFigures } from "./column-figures.ts";
import { type SeriesData, seriesData } from "./series-data.ts";
import { type SlopeUnitName, slopeUnit, type Time, type TrendWord, timeValue, trendWord } from "./series-info.ts";

export type GenerateReportParams = { readonly df: SeriesData; readonly title: string };
export type GenerateReportInput = { readonly df: SeriesData; readonly title?: string | undefined };

/** What is said of a column of texts. */
export type CategoryFigures = {
  readonly distinct: number;
  readonly missing: number;
  /** The most frequent values. */
  readonly top: readonly { readonly value: string; readonly count: number; readonly share: number }[];
};

/** How the leading column went over time. */
export type Development = {
  readonly value_column: string;
  readonly time_column: string;
  readonly from: Time;
  readonly to: Time;
  readonly samples: number;
  readonly trend: TrendWord;
  readonly p_value: number;
  readonly slope: number | null;
  readonly slope_unit: SlopeUnitName;
  readonly period: number | null;
  readonly change_points: number;
  /** Samples that trend and season do not explain. */
  readonly anomalies: number;
};

export type Correlation = { readonly one: string; readonly other: string; readonly correlation: number };

export type ReportData = {
  readonly title: string;
  readonly rows: number;
  readonly columns: number;
  readonly missing_cells: number;
  readonly column_types: readonly { readonly name: string; readonly type: string; readonly missing: number }[];
  readonly numbers: { readonly [column: string]: ColumnFigures };
  readonly categories: { readonly [column: string]: CategoryFigures };
  /** Values outside Tukey's fences, per column of numbers. */
  readonly outliers: { readonly [column: string]: number };
  readonly correlations: readonly Correlation[];
  readonly development: Development | null;
  /** The most telling facts as sentences. */
  readonly findings: readonly string[];
};

export type GenerateReportResult = { readonly markdown: string; readonly data: ReportData };

export const generateReportInput: z.ZodType<GenerateReportParams, GenerateReportInput> = z.object({
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
  slope_unit: slopeUnit,
  period: z.int().nullable(),
  change_points: z.int(),
  anomalies: z.int().describe("Samples that trend and season do not explain."),
});

export const generateReportOutput: z.ZodType<GenerateReportResult> = z.object({
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
