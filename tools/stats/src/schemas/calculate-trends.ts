import { z } from "zod";
import { type ColumnChoice, columnChoice, type SeriesData, seriesData } from "./series-data.ts";
import {
  type Sample,
  type SeriesInfo,
  type SlopeUnitName,
  sampleValue,
  seriesInfo,
  slopeUnit,
  type Time,
  type TrendWord,
  timeValue,
  trendWord,
} from "./series-info.ts";

export type CalculateTrendsParams = ColumnChoice & { readonly data: SeriesData; readonly alpha: number };
export type CalculateTrendsInput = ColumnChoice & { readonly data: SeriesData; readonly alpha?: number | undefined };

/** A place where the course of a series changes. Slopes are per `slope_unit`. */
export type TrendChange = {
  /** The row where the new course begins. */
  readonly index: number;
  readonly time: Time;
  readonly level_before: number;
  readonly level_after: number;
  readonly slope_before: number;
  readonly slope_after: number;
};

/** All that is said of the course of one series. */
export type TrendFigures = {
  /** Which series, where the table holds several. */
  readonly series: string | null;
  readonly samples: number;
  /** What is significant by the Mann–Kendall test. */
  readonly trend: TrendWord;
  /** Where the slope points, significant or not. */
  readonly direction: TrendWord;
  readonly significant: boolean;
  /** Two-sided, of the Mann–Kendall test. */
  readonly p_value: number;
  /** Kendall's tau-b, −1 to 1. */
  readonly tau: number;
  /** Rising pairs less falling pairs. */
  readonly s: number;
  readonly z: number;
  /** Theil–Sen, per `slope_unit`; null when no two times differ. */
  readonly slope: number | null;
  /** 95 %. */
  readonly slope_interval: { readonly low: number; readonly high: number } | null;
  readonly slope_unit: SlopeUnitName;
  /** From all pairs of samples, or from a repeatable sample of them. */
  readonly slope_method: "exact" | "sampled";
  readonly slope_pairs: number;
  /** Growth of the fitted line from first to last sample: 0.12 is 12 %. Null when it does not start above 0. */
  readonly change_ratio: number | null;
  /** Of neighbouring samples around the line; near 1, a trend may be mere drift. */
  readonly autocorrelation: number;
  /** The p-value with the variance enlarged for that autocorrelation. */
  readonly p_value_adjusted: number;
  /** The length of the season in samples. */
  readonly period: number | null;
  readonly change_points: readonly TrendChange[];
  readonly first: Sample;
  readonly last: Sample;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
};

/** The clearest trend, and each of them where there are several. */
export type CalculateTrendsResult = TrendFigures & SeriesInfo & { readonly by_series: readonly TrendFigures[] };

export const calculateTrendsInput: z.ZodType<CalculateTrendsParams, CalculateTrendsInput> = z.object({
  data: seriesData,
  ...columnChoice,
  alpha: z.number().gt(0).lt(1).default(0.05).describe("A trend is significant when its p-value is below this."),
});

const change = z.object({
  index: z.int().describe("The row where the new course begins."),
  time: timeValue,
  level_before: z.number(),
  level_after: z.number(),
  slope_before: z.number().describe("Per slope_unit."),
  slope_after: z.number().describe("Per slope_unit."),
});

const figures = {
  series: z.string().nullable().describe("Which series, where the table holds several."),
  samples: z.int(),
  trend: trendWord.describe("What is significant by the Mann-Kendall test."),
  direction: trendWord.describe("Where the slope points, significant or not."),
  significant: z.boolean(),
  p_value: z.number().describe("Two-sided, of the Mann-Kendall test."),
  tau: z.number().describe("Kendall's tau-b, -1 to 1."),
  s: z.number().describe("The Mann-Kendall statistic: rising pairs less falling pairs."),
  z: z.number(),
  slope: z.number().nullable().describe("Theil-Sen slope per slope_unit; null when no two times differ."),
  slope_interval: z.object({ low: z.number(), high: z.number() }).nullable().describe("95 %."),
  slope_unit: slopeUnit,
  slope_method: z
    .enum(["exact", "sampled"])
    .describe("From all pairs of samples, or from a repeatable sample of them."),
  slope_pairs: z.int().describe("How many pairs the slope is the median of."),
  change_ratio: z.number().nullable().describe("Growth of the fitted line from first to last sample: 0.12 is 12 %."),
  autocorrelation: z.number().describe("Of neighbouring samples around the line; near 1, a trend may be mere drift."),
  p_value_adjusted: z.number().describe("The p-value with the variance enlarged for that autocorrelation."),
  period: z.int().nullable().describe("The length of the season in samples."),
  change_points: z.array(change),
  first: sampleValue,
  last: sampleValue,
  mean: z.number(),
  min: z.number(),
  max: z.number(),
};

export const calculateTrendsOutput: z.ZodType<CalculateTrendsResult> = z.object({
  ...figures,
  ...seriesInfo,
  by_series: z
    .array(z.object(figures))
    .describe("Where the table holds several series: each of them; the clearest trend stands above."),
});
