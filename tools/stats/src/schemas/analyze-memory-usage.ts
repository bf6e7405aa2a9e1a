import { z } from "zod";
import { columnChoice, seriesData } from "./series-data.ts";
import { seriesInfo, status, timeValue, trendWord } from "./series-info.ts";

export const analyzeMemoryUsageInput = z.object({
  data: seriesData,
  ...columnChoice,
  warning_threshold: z.number().default(80).describe("Memory used in percent from which on it is high."),
  critical_threshold: z.number().default(95).describe("Memory used in percent from which on it is critical."),
});

export const analyzeMemoryUsageOutput = z.object({
  samples: z.int(),
  current: z.object({ time: timeValue, value: z.number() }).describe("In the unit of value_column."),
  mean: z.number(),
  max: z.number(),
  used_percent: z.number().nullable().describe("Of the newest sample, where it can be known."),
  level: z.enum(["normal", "high", "critical", "unknown"]),
  status: status.describe("The level; a leak is at least a warning."),
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
