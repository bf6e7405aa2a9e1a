import { z } from "zod";
import { columnChoice, seriesData } from "./series-data.ts";
import { seriesInfo, timeValue, trendWord } from "./series-info.ts";

export const calculateTrendsInput = z.object({
  data: seriesData,
  ...columnChoice,
  alpha: z.number().gt(0).lt(1).default(0.05).describe("A trend is significant when its p-value is below this."),
});

const changePoint = z.object({
  index: z.int().describe("The row where the new course begins."),
  time: timeValue,
  level_before: z.number(),
  level_after: z.number(),
  slope_before: z.number().describe("Per slope_unit."),
  slope_after: z.number().describe("Per slope_unit."),
});

export const trendFigures = z.object({
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
  slope_unit: z.enum(["sample", "second", "minute", "hour", "day", "year", "unit"]),
  slope_method: z
    .enum(["exact", "sampled"])
    .describe("From all pairs of samples, or from a repeatable sample of them."),
  slope_pairs: z.int().describe("How many pairs the slope is the median of."),
  change_ratio: z.number().nullable().describe("Growth of the fitted line from first to last sample: 0.12 is 12 %."),
  autocorrelation: z.number().describe("Of neighbouring samples around the line; near 1, a trend may be mere drift."),
  p_value_adjusted: z.number().describe("The p-value with the variance enlarged for that autocorrelation."),
  period: z.int().nullable().describe("The length of the season in samples."),
  change_points: z.array(changePoint),
  first: z.object({ time: timeValue, value: z.number() }),
  last: z.object({ time: timeValue, value: z.number() }),
  mean: z.number(),
  min: z.number(),
  max: z.number(),
});

export const calculateTrendsOutput = trendFigures.extend({
  ...seriesInfo,
  by_series: z
    .array(trendFigures)
    .describe("Where the table holds several series: each of them; the clearest trend stands above."),
});
