import { isTable, type Table, tableJsonSchema } from "@aiecs/core/toolkit";
import { z } from "zod";

/** ISO 8601 for days and moments, a plain number where times are numbers, null where there is no time column. */
export type Time = string | number | null;

/** A sample as results show it. */
export type Sample = { readonly time: Time; readonly value: number };

/** What every result that rests on a series says of where its samples came from. */
export type SeriesInfo = {
  readonly value_column: string;
  readonly time_column: string | null;
  readonly series_column: string | readonly string[] | null;
  /** Rows of the input. */
  readonly rows: number;
  /** Rows without value or time. */
  readonly skipped_rows: number;
  /** What the reader should know of how the figures were made. */
  readonly notes: readonly string[];
  /** The input as a table: another operation that is given this result sees the same samples. */
  readonly df: Table;
};

/** How things stand: nothing to do, look at it, act now. */
export type Status = "ok" | "warning" | "critical";

export type TrendWord = "increasing" | "decreasing" | "no_trend";

export type SlopeUnitName = "sample" | "second" | "minute" | "hour" | "day" | "year" | "unit";

/** A table within a result. */
export const tableResult: z.ZodType<Table> = z.custom<Table>(isTable, "expected a table").meta(tableJsonSchema);

export const timeValue: z.ZodType<Time> = z.union([z.string(), z.number()]).nullable();

export const sampleValue: z.ZodType<Sample> = z.object({ time: timeValue, value: z.number() });

/** The fields of `SeriesInfo`. */
export const seriesInfo: { readonly [Key in keyof SeriesInfo]: z.ZodType<SeriesInfo[Key]> } = {
  value_column: z.string(),
  time_column: z.string().nullable(),
  series_column: z.union([z.string(), z.array(z.string())]).nullable(),
  rows: z.int().describe("Rows of the input."),
  skipped_rows: z.int().describe("Rows without value or time."),
  notes: z.array(z.string()).describe("What the reader should know of how the figures were made."),
  df: tableResult.describe("The input as a table: give this result to another operation and it sees the same samples."),
};

export const statusWord: z.ZodType<Status> = z.enum(["ok", "warning", "critical"]);

export const trendWord: z.ZodType<TrendWord> = z.enum(["increasing", "decreasing", "no_trend"]);

export const slopeUnit: z.ZodType<SlopeUnitName> = z.enum([
  "sample",
  "second",
  "minute",
  "hour",
  "day",
  "year",
  "unit",
]);
