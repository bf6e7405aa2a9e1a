import { z } from "zod";
import { type ColumnChoice, columnChoice, type SeriesData, seriesData } from "./series-data.ts";
import {
  type Sample,
  type SeriesInfo,
  type Status,
  sampleValue,
  seriesInfo,
  statusWord,
  type Time,
  timeValue,
} from "./series-info.ts";

export type Direction = "above" | "below";

export type PredictFailuresParams = ColumnChoice & {
  readonly data: SeriesData;
  /** What counts as failure; 90 for columns of percentages, 10 where they say what is left. */
  readonly threshold?: number | undefined;
  /** Which side of the threshold is failure. */
  readonly direction?: Direction | undefined;
  /** Samples to look ahead: two seasons, else 24. */
  readonly horizon?: number | undefined;
  /** Length of the season in samples; found when not given. */
  readonly period?: number | undefined;
};

export type ForecastMethod = "drift" | "holt" | "sarima";

/** One step ahead, with its 95 % interval. */
export type ForecastStep = Sample & {
  readonly step: number;
  readonly low: number | null;
  readonly high: number | null;
};

/** 0 samples when the threshold is passed already. */
export type TimeToThreshold = { readonly samples: number; readonly time: Time };

/** What is said of the future of one series. */
export type FailureFigures = {
  readonly series: string | null;
  readonly samples: number;
  readonly current: Sample;
  /** The method whose past forecasts were best; none when there are too few samples. */
  readonly method: ForecastMethod | "none";
  readonly model: string | null;
  readonly backtests: readonly { readonly method: ForecastMethod; readonly mean_absolute_error: number }[];
  readonly period: number | null;
  readonly horizon: number;
  readonly forecast: readonly ForecastStep[];
  readonly threshold: number | null;
  readonly direction: Direction | null;
  /** Whether the forecast itself passes the threshold within the horizon. */
  readonly failure_expected: boolean;
  readonly time_to_threshold: TimeToThreshold | null;
  /** When the 95 % interval first reaches the threshold. */
  readonly earliest: TimeToThreshold | null;
  /** Of standing beyond the threshold at the worst step of the horizon. */
  readonly probability: number | null;
  readonly status: Status;
};

/** The most urgent series, and each of them where there are several. */
export type PredictFailuresResult = FailureFigures & SeriesInfo & { readonly by_series: readonly FailureFigures[] };

export const predictFailuresInput: z.ZodType<PredictFailuresParams, PredictFailuresParams> = z.object({
  data: seriesData,
  ...columnChoice,
  threshold: z
    .number()
    .optional()
    .describe("What counts as failure; 90 for columns of percentages, 10 where they say what is left."),
  direction: z
    .enum(["above", "below"])
    .optional()
    .describe(
      "Which side of the threshold is failure; above for percentages used, below for what is left, else where fewer samples are.",
    ),
  horizon: z.int().min(1).max(10_000).optional().describe("Samples to look ahead: two seasons, else 24."),
  period: z.int().min(2).optional().describe("Length of the season in samples; found when not given."),
});

const step = z.object({
  step: z.int(),
  time: timeValue,
  value: z.number(),
  low: z.number().nullable().describe("95 % interval."),
  high: z.number().nullable(),
});

const timeToThreshold = z.object({ samples: z.int().describe("0 when it is passed already."), time: timeValue });

const figures = {
  series: z.string().nullable(),
  samples: z.int(),
  current: sampleValue,
  method: z
    .enum(["drift", "holt", "sarima", "none"])
    .describe("The method whose past forecasts were best; none when there are too few samples."),
  model: z.string().nullable(),
  backtests: z.array(z.object({ method: z.enum(["drift", "holt", "sarima"]), mean_absolute_error: z.number() })),
  period: z.int().nullable(),
  horizon: z.int(),
  forecast: z.array(step),
  threshold: z.number().nullable(),
  direction: z.enum(["above", "below"]).nullable(),
  failure_expected: z.boolean().describe("Whether the forecast itself passes the threshold within the horizon."),
  time_to_threshold: timeToThreshold.nullable(),
  earliest: timeToThreshold.nullable().describe("When the 95 % interval first reaches the threshold."),
  probability: z.number().nullable().describe("Of standing beyond the threshold at the worst step of the horizon."),
  status: statusWord,
};

export const predictFailuresOutput: z.ZodType<PredictFailuresResult> = z.object({
  ...figures,
  ...seriesInfo,
  by_series: z
    .array(z.object(figures))
    .describe("Where the table holds several series: each; the most urgent stands above."),
});
