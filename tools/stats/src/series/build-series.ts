import type { Series } from "./series.ts";
import type { RowGroup } from "./split-series.ts";

/** A group's rows as a series: empty ones left out, the rest in order of time. */
export type BuiltSeries = { readonly series: Series; readonly skipped: number; readonly sorted: boolean };

export function buildSeries(group: RowGroup, values: Float64Array, times: Float64Array | null): BuiltSeries {
  const kept = group.rows.filter((row) => {
    return Number.isFinite(values[row]) && (times === null || Number.isFinite(times[row]));
  });
  const ordinals = ordinalsOf(group.rows, kept);
  const order = times === null ? null : orderByTime(kept, times);
  const rows = order === null ? kept : order.map((index) => kept[index] as number);
  const series: Series = {
    name: group.name,
    values: pick(values, rows),
    times: times === null ? null : pick(times, rows),
    rows,
    ordinals: order === null ? ordinals : ordinals.map((_, index) => index),
  };
  return { series, skipped: group.rows.length - kept.length, sorted: order !== null };
}

/** Each kept row's place among all rows of its group; both lists rise. */
function ordinalsOf(rows: Uint32Array, kept: Uint32Array): Uint32Array {
  const ordinals = new Uint32Array(kept.length);
  for (let place = 0, found = 0; found < kept.length; place++) {
    if (rows[place] === kept[found]) ordinals[found++] = place;
  }
  return ordinals;
}

/** Null when the rows are in order already. Equal times keep the order of their rows. */
function orderByTime(rows: Uint32Array, times: Float64Array): Uint32Array | null {
  const timeOf = (index: number) => times[rows[index] as number] as number;
  let index = 1;
  while (index < rows.length && timeOf(index - 1) <= timeOf(index)) index++;
  if (index >= rows.length) return null;
  return Uint32Array.from(rows, (_, place) => place).sort((a, b) => timeOf(a) - timeOf(b) || a - b);
}

function pick(values: Float64Array, rows: Uint32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let index = 0; index < rows.length; index++) picked[index] = values[rows[index] as number] as number;
  return picked;
}
