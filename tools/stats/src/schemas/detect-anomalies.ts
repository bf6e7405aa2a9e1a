import { z } from "zod";
import { columnChoice, seriesData } from "./series-data.ts";
import { seriesInfo, timeValue } from "./series-info.ts";

export const detectAnomaliesInput = z.object({
  data: seriesData,
  ...columnChoice,
  method: z
    .enum(["robust_z", "iqr", "seasonal"])
    .default("robust_z")
    .describe("Distance from the median, from the quartiles, or from what trend and season let expect."),
  threshold: z.number().positive().optional().describe("Scores beyond this are anomalies: 3.5, for iqr 1.5."),
  period: z.int().min(2).optional().describe("Length of the season in samples, for seasonal; found when not given."),
});

const anomaly = z.object({
  index: z.int().describe("The row of the sample."),
  time: timeValue,
  value: z.number(),
  score: z.number().describe("Above 0 too high, below 0 too low."),
  expected: z.number(),
  series: z.string().nullable(),
});

export const detectAnomaliesOutput = z.object({
  anomalies: z.array(anomaly).describe("In order of rows."),
  count: z.int(),
  truncated: z.boolean().describe("Whether only the strongest 10,000 are listed."),
  samples: z.int(),
  method: z.enum(["robust_z", "iqr", "seasonal"]),
  threshold: z.number(),
  period: z.int().nullable(),
  latest: anomaly.extend({ anomalous: z.boolean() }).describe("The newest sample."),
  ...seriesInfo,
});
