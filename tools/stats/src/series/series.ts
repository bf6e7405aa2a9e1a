import type { Table } from "@aiecs/core/toolkit";

/** Whether times are days or moments (both in milliseconds since 1970), or plain numbers such as depths or cycles. */
export type TimeKind = "date" | "moment" | "number";

/** Whether times can be told in seconds and years. */
export function isCalendar(kind: TimeKind | null): kind is "date" | "moment" {
  return kind === "date" || kind === "moment";
}

/** One run of samples in order of time: no nulls, no NaN. */
export type Series = {
  /** Which one, where a table holds several (`cpu0`, `eth0`); null for a table that is one series. */
  readonly name: string | null;
  readonly values: Float64Array;
  /** Never falling; null when there is no time column. */
  readonly times: Float64Array | null;
  /** The row of the input that each sample came from. */
  readonly rows: Uint32Array;
  /** How many rows of this series, empty ones counted too, came before each sample. */
  readonly ordinals: Uint32Array;
};

/** What a table turned out to hold. */
export type SeriesInput = {
  readonly series: readonly Series[];
  readonly valueColumn: string;
  readonly timeColumn: string | null;
  readonly timeKind: TimeKind | null;
  readonly seriesColumns: readonly string[];
  readonly rows: number;
  /** Rows left out because value or time was empty. */
  readonly skipped: number;
  /** What the reader of a result should know: rows sorted, rates taken, columns guessed among several. */
  readonly notes: readonly string[];
  /** The input as a table, in its own order. */
  readonly table: Table;
};

/** A time as results carry it: ISO 8601 for days and moments. */
export function formatTime(time: number | null | undefined, kind: TimeKind | null): string | number | null {
  if (time === null || time === undefined || !Number.isFinite(time)) return null;
  if (!isCalendar(kind)) return time;
  if (Math.abs(time) > 8.64e15) return null;
  const text = new Date(time).toISOString();
  return kind === "date" ? text.slice(0, -"T00:00:00.000Z".length) : text;
}
