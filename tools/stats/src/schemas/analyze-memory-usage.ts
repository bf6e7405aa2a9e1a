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
  type TrendWord,
  timeValue,
  trendWord,
} from "./series-info.ts";

type Choice = ColumnChoice & { readonly data: SeriesData };

/** Thresholds are in percent. */
export type AnalyzeMemoryUsageParams = Choice & {
  readonly warning_threshold: number;
  readonly critical_threshold: number;
};
export type AnalyzeMemoryUsageInput = Choice & {
  readonly warning_threshold?: number | undefined;
  readonly critical_threshold?: number | undefined;
};

export type AnalyzeMemoryUsageResult = SeriesInfo & {
  readonly samples: number;
  /** In the unit of `value_column`, as are the figures below. */
  readonly current: Sample;
  readonly mean: number;
  readonly max: number;
  /** Of the newest sample, where it can be known. */
  readonly used_percent: number | null;
  readonly level: "normal" | "high" | "critical" | "unknown";
  /** The level; a leak is at least a warning. */
  readonly status: Status;
  /** Growth that is monotone, significant, and has not ended. */
  readonly leak: boolean;
  /** What the answer rests on. */
  readonly leak_reason: string;
  readonly trend: TrendWord;
  readonly p_value: number;
  readonly tau: number;
  readonly growth_per_sample: number | null;
  /** Null when times are not known. */
  readonly growth_per_second: number | null;
  /** Growth over the whole time, as a share of the median: 0.12 is 12 %. */
  readonly growth_ratio: number | null;
  /** At this growth, where total memory and times are known and there is a leak. */
  readonly full_in_seconds: number | null;
  readonly full_at: Time;
  readonly thresholds: { readonly warning: number; readonly critical: number };
};

export const analyzeMemoryUsageInput: z.ZodType<AnalyzeMemoryUsageParams, AnalyzeMemoryUsageInput> = z.object({
  data: seriesData,
  ...columnChoice,
  warning_threshold: z.number().default(80).describe("Memory used in percent from which on it is high."),
  critical_threshold: z.number().default(95).describe("Memory used in percent from which on it is critical."),
});

export const analyzeMemoryUsageOutput: z.ZodType<AnalyzeMemoryUsageResult> = z.object({
  samples: z.int(),
  current: sampleValue.describe("In the unit of value_column."),
  mean: z.number(),
  max: z.number(),
  used_percent: z.number().nullable().describe("Of the newest sample, where it can be known."),
  level: z.enum(["normal", "high", "critical", "unknown"]),
  status: statusWord.describe("The level; a leak is at least a warning."),
  leak: z.boolean().describe("Growth that is monotone, significant, and has not ended."),
  leak_reason: z.string().describe("What the answer rests on."),
  trend: trendWord,
  p_value: z.number(),
  tau: z.number(),
  growth_per_sample: z.number().nullable(),
  growth_per_second: z.number().nullable().describe("Null when times are not known."),
  growth_ratio: z.number().nullable().describe("Growth over the whole time, as a share of the median: 0.12 is 12 %."),
  full_in_seconds: z
    .number()
    .nullable()
    .describe("At this growth, where total memory and times are known and there is a leak."),
  full_at: timeValue,
  thresholds: z.object({ warning: z.number(), critical: z.number() }),
  ...seriesInfo,
});
