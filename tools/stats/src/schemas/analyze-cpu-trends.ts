import { z } from "zod";
import { type ColumnChoice, columnChoice, type SeriesData, seriesData } from "./series-data.ts";
import {
  type Sample,
  type SeriesInfo,
  type SlopeUnitName,
  type Status,
  sampleValue,
  seriesInfo,
  slopeUnit,
  statusWord,
  type TrendWord,
  trendWord,
} from "./series-info.ts";

type Choice = ColumnChoice & { readonly data: SeriesData };

/** Thresholds are in percent. */
export type AnalyzeCpuTrendsParams = Choice & {
  readonly warning_threshold: number;
  readonly critical_threshold: number;
};
export type AnalyzeCpuTrendsInput = Choice & {
  readonly warning_threshold?: number | undefined;
  readonly critical_threshold?: number | undefined;
};

export type AnalyzeCpuTrendsResult = SeriesInfo & {
  readonly samples: number;
  readonly current: Sample;
  readonly mean: number;
  readonly p95: number;
  readonly max: number;
  /** Of the newest sample, by the thresholds. */
  readonly level: "normal" | "high" | "critical";
  /** The level of the newest sample; a lasting rise towards the threshold is a warning. */
  readonly status: Status;
  readonly trend: TrendWord;
  readonly p_value: number;
  readonly slope: number | null;
  readonly slope_unit: SlopeUnitName;
  /** Share of samples at or above the warning threshold. */
  readonly high_share: number;
  /** The longest run of samples at or above the warning threshold. */
  readonly longest_high: { readonly samples: number; readonly seconds: number | null };
  /** Samples that stand out from the rest (modified z-score above 3.5). */
  readonly spikes: number;
  readonly busiest_core: { readonly core: number; readonly value: number } | null;
  /** Busiest less idlest core of the newest sample: large when one thread does all. */
  readonly core_spread: number | null;
  readonly load: {
    readonly one_minute: number;
    readonly five_minutes: number | null;
    readonly per_core: number | null;
  } | null;
  readonly thresholds: { readonly warning: number; readonly critical: number };
};

export const analyzeCpuTrendsInput: z.ZodType<AnalyzeCpuTrendsParams, AnalyzeCpuTrendsInput> = z.object({
  data: seriesData,
  ...columnChoice,
  warning_threshold: z.number().default(75).describe("Usage in percent from which on it is high."),
  critical_threshold: z.number().default(90).describe("Usage in percent from which on it is critical."),
});

export const analyzeCpuTrendsOutput: z.ZodType<AnalyzeCpuTrendsResult> = z.object({
  samples: z.int(),
  current: sampleValue,
  mean: z.number(),
  p95: z.number(),
  max: z.number(),
  level: z.enum(["normal", "high", "critical"]).describe("Of the newest sample, by the thresholds."),
  status: statusWord.describe("The level of the newest sample; a lasting rise towards the threshold is a warning."),
  trend: trendWord,
  p_value: z.number(),
  slope: z.number().nullable(),
  slope_unit: slopeUnit,
  high_share: z.number().describe("Share of samples at or above the warning threshold."),
  longest_high: z
    .object({ samples: z.int(), seconds: z.number().nullable() })
    .describe("The longest run of samples at or above the warning threshold."),
  spikes: z.int().describe("Samples that stand out from the rest (modified z-score above 3.5)."),
  busiest_core: z.object({ core: z.int(), value: z.number() }).nullable(),
  core_spread: z
    .number()
    .nullable()
    .describe("Busiest less idlest core, newest sample: large when one thread does all."),
  load: z
    .object({ one_minute: z.number(), five_minutes: z.number().nullable(), per_core: z.number().nullable() })
    .nullable(),
  thresholds: z.object({ warning: z.number(), critical: z.number() }),
  ...seriesInfo,
});
