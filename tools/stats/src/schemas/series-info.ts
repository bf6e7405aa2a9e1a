import { isTable, type Table, tableJsonSchema } from "@aiecs/core/toolkit";
import { z } from "zod";

/** A table within a result. */
export const tableResult = z.custom<Table>(isTable, "expected a table").meta(tableJsonSchema);

/** A moment in ISO 8601, a plain number where times are numbers, null where there is no time column. */
export const timeValue = z.union([z.string(), z.number()]).nullable();

/** What every result that rests on a series says of where its samples came from. */
export const seriesInfo = {
  value_column: z.string(),
  time_column: z.string().nullable(),
  series_column: z.union([z.string(), z.array(z.string())]).nullable(),
  rows: z.int().describe("Rows of the input."),
  skipped_rows: z.int().describe("Rows without value or time."),
  notes: z.array(z.string()).describe("What the reader should know of how the figures were made."),
  df: tableResult.describe("The input as a table: give this result to another operation and it sees the same samples."),
};

/** How things stand: nothing to do, look at it, act now. */
export const status = z.enum(["ok", "warning", "critical"]);

export const trendWord = z.enum(["increasing", "decreasing", "no_trend"]);
