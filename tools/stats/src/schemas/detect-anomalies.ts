import { z } from "zod";
import { type ColumnChoice, columnChoice, type SeriesData, seriesData } from "./series-data.ts";
import { type Sample, type SeriesInfo, seriesInfo, timeValue } from "./series-info.ts";

export type AnomalyMethod = "robust_z" | "iqr" | "seasonal";

type Choice = ColumnChoice & {
  readonly data: SeriesData;
  /** 3.5, for iqr 1.5, when not given. */
  readonly threshold?: number | undefined;
  /** Length of the season in samples, for `seasonal`; found when not given. */
  readonly period?: number | undefined;
};

export type DetectAnomaliesParams = Choice & { readonly method: AnomalyMethod };
export type DetectAnomaliesInput = Choice & { readonly method?: AnomalyMethod | undefined };

/** A sample that stands out. */
export type Anomaly = Sample & {
  /** The row of the sample. */
  readonly index: number;
  /** Above 0 too high, below 0 too low. */
  readonly score: number;
  readonly expected: number;
  readonly series: string | null;
};

export type DetectAnomaliesResult = SeriesInfo & {
  /** In order of rows. */
  readonly anomalies: readonly Anomaly[];
  readonly count: number;
  /** Whether only the strongest 10,000 are listed. */
  readonly truncated: boolean;
  readonly samples: number;
  readonly method: AnomalyMethod;
  readonly threshold: number;
  readonly period: number | null;
  /** The newest sample. */
  readonly latest: Anomaly & { readonly anomalous: boolean };
};

const method = z.enum(["robust_z", "iqr", "seasonal"]);

export const detectAnomaliesInput: z.ZodType<DetectAnomaliesParams, DetectAnomaliesInput> = z.object({
  data: seriesData,
  ...columnChoice,
  method: method
    .default("robust_z")
    .describe("Distance from the median, from the quartiles, or from what trend and season let expect."),
  threshold: z.number().positive().optional().describe("Scores beyond this are anomalies: 3.5, for iqr 1.5."),
  period: z.int().min(2).optional().describe("Length of the season in samples, for seasonal; found when not given."),
});

const anomaly = {
  index: z.int().describe("The row of the sample."),
  time: timeValue,
  value: z.number(),
  score: z.number().describe("Above 0 too high, below 0 too low."),
  expected: z.number(),
  series: z.string().nullable(),
};

export const detectAnomaliesOutput: z.ZodType<DetectAnomaliesResult> = z.object({
  anomalies: z.array(z.object(anomaly)).describe("In order of rows."),
  count: z.int(),
  truncated: z.boolean().describe("Whether only the strongest 10,000 are listed."),
  samples: z.int(),
  method,
  threshold: z.number(),
  period: z.int().nullable(),
  latest: z.object({ ...anomaly, anomalous: z.boolean() }).describe("The newest sample."),
  ...seriesInfo,
});
