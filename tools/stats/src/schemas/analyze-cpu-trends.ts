import { z } from "zod";
import { columnChoice, seriesData } from "./series-data.ts";
import { seriesInfo, status, timeValue, trendWord } from "./series-info.ts";

export const analyzeCpuTrendsInput = z.object({
  data: seriesData,
  ...columnChoice,
  warning_threshold: z.number().default(75).describe("Usage in percent from which on it is high."),
  critical_threshold: z.number().default(90).describe("Usage in percent from which on it is critical."),
});

const load = z.object({ one_minute: z.number(), five_minutes: z.number().nullable(), per_core: z.number().nullable() });

export const analyzeCpuTrendsOutput = z.object({
  samples: z.int(),
  current: z.object({ time: timeValue, value: z.number() }),
  mean: z.number(),
  p95: z.number(),
  max: z.number(),
  level: z.enum(["normal", "high", "critical"]).describe("Of the newest sample, by the thresholds."),
  status: status.describe("The level of the newest sample; a lasting rise towards the threshold is a warning."),
  trend: trendWord,
  p_value: z.number(),
  slope: z.number().nullable(),
  slope_unit: z.enum(["sample", "second", "minute", "hour", "day", "year", "unit"]),
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
  load: load.nullable(),
  thresholds: z.object({ warning: z.number(), critical: z.number() }),
  ...seriesInfo,
});
