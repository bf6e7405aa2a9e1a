import type { TableRecord } from "@aiecs/core/toolkit";
import { longestSeries } from "#series/read-series.ts";
import { isCalendar, type Series, type SeriesInput, type TimeKind } from "#series/series.ts";

/** The series whose newest sample is highest: of several machines the one to look at. */
export function highestSeries(input: SeriesInput): { readonly series: Series; readonly notes: readonly string[] } {
  const newest = (series: Series) => series.values.at(-1) ?? Number.NEGATIVE_INFINITY;
  const series = input.series.reduce(
    (highest, next) => (newest(next) > newest(highest) ? next : highest),
    longestSeries(input),
  );
  const notes =
    input.series.length === 1
      ? []
      : [
          `the data hold ${input.series.length} series; the figures are of ${series.name}, whose newest sample is highest`,
        ];
  return { series, notes };
}

/** Seconds since the first sample where times are moments, else the times or places themselves. */
export function runningTimes({ times, ordinals }: Series, kind: TimeKind | null): Float64Array {
  if (times === null) return Float64Array.from(ordinals);
  const start = times[0] ?? 0;
  return isCalendar(kind) ? times.map((time) => (time - start) / 1_000) : times;
}

export function figuresOf(values: Float64Array): { readonly mean: number; readonly max: number } {
  let sum = 0;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    sum += value;
    max = Math.max(max, value);
  }
  return { mean: sum / values.length, max };
}

/** The whole row of the newest sample, for what stands beside the value. */
export async function newestRecord({ table }: SeriesInput, { rows }: Series): Promise<TableRecord> {
  const [record] = await table.records({ offset: rows.at(-1) ?? 0, limit: 1 });
  return record ?? {};
}

export function numberIn(record: TableRecord, name: string): number | null {
  const value = Object.hasOwn(record, name) ? record[name] : null;
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
