import { z } from "zod";

/** What is said of a column of numbers; null where too few values tell. */
export type ColumnFigures = {
  readonly count: number;
  readonly missing: number;
  readonly sum: number | null;
  readonly mean: number | null;
  readonly median: number | null;
  /** Of the sample (n − 1). */
  readonly std: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** Quantiles interpolate linearly (type 7). */
  readonly q1: number | null;
  readonly q3: number | null;
  readonly p5: number | null;
  readonly p95: number | null;
  readonly skewness: number | null;
  /** Excess: 0 for a normal distribution. */
  readonly kurtosis: number | null;
};

export const columnFigures: z.ZodType<ColumnFigures> = z.object({
  count: z.int(),
  missing: z.int(),
  sum: z.number().nullable(),
  mean: z.number().nullable(),
  median: z.number().nullable(),
  std: z.number().nullable().describe("Of the sample (n - 1)."),
  min: z.number().nullable(),
  max: z.number().nullable(),
  q1: z.number().nullable().describe("Quantiles interpolate linearly (type 7)."),
  q3: z.number().nullable(),
  p5: z.number().nullable(),
  p95: z.number().nullable(),
  skewness: z.number().nullable(),
  kurtosis: z.number().nullable().describe("Excess: 0 for a normal distribution."),
});
