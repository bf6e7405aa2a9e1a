import { median } from "#numbers/select.ts";
import type { Series } from "./series.ts";

/** A series at even steps, gaps filled by straight lines: what seasons and forecasts are reckoned on. */
export type RegularGrid = {
  readonly values: Float64Array;
  /** Where on the grid each sample stands. */
  readonly positions: Uint32Array;
  /** The usual distance of two samples, in the unit of the times; null without times. */
  readonly interval: number | null;
  /** How many steps had no sample. */
  readonly filled: number;
};

/** A longer gap would make more steps than samples; then the samples are taken as they come. */
const maxStepsPerSample = 4;

/** Puts a series on its grid: by time where there are times, else by row, so that an empty row keeps its place. */
export function toRegularGrid(series: Series): RegularGrid {
  const interval = series.times === null ? null : usualInterval(series.times);
  const positions =
    series.times === null || interval === null ? byRow(series.ordinals) : byTime(series.times, interval);
  const size = (positions.at(-1) ?? -1) + 1;
  if (size > maxStepsPerSample * positions.length + 10) {
    const order = Uint32Array.from(positions, (_, index) => index);
    return { values: series.values.slice(), positions: order, interval, filled: 0 };
  }
  return { ...fill(series.values, positions, size), positions, interval };
}

/** The median step between moments that differ; null when none do. */
function usualInterval(times: Float64Array): number | null {
  const steps = new Float64Array(Math.max(0, times.length - 1));
  let found = 0;
  for (let index = 1; index < times.length; index++) {
    const step = (times[index] as number) - (times[index - 1] as number);
    if (step > 0) steps[found++] = step;
  }
  return found === 0 ? null : median(steps.subarray(0, found));
}

function byRow(ordinals: Uint32Array): Uint32Array {
  const first = ordinals[0] ?? 0;
  return ordinals.map((ordinal) => ordinal - first);
}

/** Each step is rounded by itself, so that months of 28 to 31 days do not add up to a wrong count. */
function byTime(times: Float64Array, interval: number): Uint32Array {
  const positions = new Uint32Array(times.length);
  let position = 0;
  for (let index = 1; index < times.length; index++) {
    position += Math.round(((times[index] as number) - (times[index - 1] as number)) / interval);
    positions[index] = Math.min(position, 0xffff_ffff);
  }
  return positions;
}

/** Samples on one step are averaged. */
function fill(values: Float64Array, positions: Uint32Array, size: number): { values: Float64Array; filled: number } {
  const grid = new Float64Array(size);
  const counts = new Uint32Array(size);
  for (let index = 0; index < values.length; index++) {
    const position = positions[index] as number;
    grid[position] = (grid[position] as number) + (values[index] as number);
    counts[position] = (counts[position] as number) + 1;
  }
  let filled = 0;
  let known = 0;
  for (let position = 0; position < size; position++) {
    const count = counts[position] as number;
    if (count === 0) continue;
    grid[position] = (grid[position] as number) / count;
    for (let gap = known + 1; gap < position; gap++, filled++) {
      const share = (gap - known) / (position - known);
      grid[gap] = (grid[known] as number) * (1 - share) + (grid[position] as number) * share;
    }
    known = position;
  }
  return { values: grid, filled };
}
