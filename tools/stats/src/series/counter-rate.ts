import { isCalendar, type Series, type TimeKind } from "./series.ts";

/**
 * What a counter grew by between samples, per second where times are moments, else per sample. Where it fell it was reset, and that
 * step is left out. A counter with one sample stays as it is: it has no rate yet.
 */
export function toRate(series: Series, kind: TimeKind | null): Series {
  if (series.values.length < 2) return series;
  const kept: number[] = [];
  const rates: number[] = [];
  for (let index = 1; index < series.values.length; index++) {
    const growth = (series.values[index] as number) - (series.values[index - 1] as number);
    const span = spanOf(series, index, kind);
    if (growth < 0 || span <= 0) continue;
    kept.push(index);
    rates.push(growth / span);
  }
  return {
    name: series.name,
    values: Float64Array.from(rates),
    times: series.times === null ? null : Float64Array.from(kept, (index) => series.times?.[index] as number),
    rows: Uint32Array.from(kept, (index) => series.rows[index] as number),
    ordinals: Uint32Array.from(kept, (index) => series.ordinals[index] as number),
  };
}

function spanOf({ times }: Series, index: number, kind: TimeKind | null): number {
  if (times === null || !isCalendar(kind)) return 1;
  return ((times[index] as number) - (times[index - 1] as number)) / 1_000;
}
