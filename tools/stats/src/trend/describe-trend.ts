import type { TrendFigures } from "#schemas/calculate-trends.ts";
import { calendarPeriods } from "#season/calendar-periods.ts";
import { decompose, withoutSeason } from "#season/decompose.ts";
import { detectPeriod } from "#season/detect-period.ts";
import { type RegularGrid, toRegularGrid } from "#series/regular-grid.ts";
import { formatTime, type Series, type TimeKind } from "#series/series.ts";
import { findChangePoints } from "./change-points.ts";
import { mannKendall } from "./mann-kendall.ts";
import { adjustedPValue, lagOneCorrelation } from "./serial-correlation.ts";
import { type SlopeUnit, slopeUnitFor } from "./slope-unit.ts";
import { type TheilSen, theilSen } from "./theil-sen.ts";

export type TrendOptions = {
  readonly timeKind: TimeKind | null;
  readonly alpha: number;
  /** Called between the parts of the work. */
  readonly pause: () => Promise<void>;
};

/** All that is said of the course of one series. One sample has no trend; that is an answer, not an error. */
export async function describeTrend(series: Series, { timeKind, alpha, pause }: TrendOptions): Promise<TrendFigures> {
  const grid = toRegularGrid(series);
  const unit = slopeUnitFor(grid.interval, timeKind);
  const times = timesInUnits(series, unit);
  const test = mannKendall(series.values, series.times);
  await pause();
  const line = theilSen(times, series.values, test.variance);
  await pause();
  const { period, changes } = await coursesOf(grid, timeKind, pause);
  const rest =
    line === null ? series.values : series.values.map((value, index) => value - line.slope * (times[index] as number));
  const autocorrelation = lagOneCorrelation(rest);
  const significant = test.pValue < alpha;
  return {
    series: series.name,
    samples: series.values.length,
    trend: significant ? wordFor(test.s) : "no_trend",
    direction: wordFor(line?.slope ?? 0),
    significant,
    p_value: test.pValue,
    tau: test.tau,
    s: test.s,
    z: test.z,
    ...lineFigures(line, times, unit),
    autocorrelation,
    p_value_adjusted: adjustedPValue(test.z, autocorrelation, series.values.length),
    period,
    change_points: changes.map((change) => {
      const sample = firstSampleAt(grid, change.index);
      const perStep = grid.interval === null ? 1 : unit.length / grid.interval;
      return {
        index: series.rows[sample] as number,
        time: formatTime(series.times?.[sample], timeKind),
        level_before: change.levelBefore,
        level_after: change.levelAfter,
        slope_before: change.slopeBefore * perStep,
        slope_after: change.slopeAfter * perStep,
      };
    }),
    ...extremes(series, timeKind),
  };
}

function wordFor(direction: number): "increasing" | "decreasing" | "no_trend" {
  if (direction === 0) return "no_trend";
  return direction > 0 ? "increasing" : "decreasing";
}

function timesInUnits({ times, values, ordinals }: Series, unit: SlopeUnit): Float64Array {
  const start = times?.[0] ?? 0;
  return values.map((_, index) =>
    times === null ? (ordinals[index] as number) : ((times[index] as number) - start) / unit.length,
  );
}

function lineFigures(line: TheilSen | null, times: Float64Array, unit: SlopeUnit) {
  const unknown = {
    slope: null,
    slope_interval: null,
    change_ratio: null,
    slope_method: "exact",
    slope_pairs: 0,
  } as const;
  if (line === null) return { ...unknown, slope_unit: unit.name };
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const start = line.intercept + line.slope * (times[0] ?? 0);
  return {
    slope: line.slope,
    slope_interval: { low: line.low, high: line.high },
    slope_unit: unit.name,
    slope_method: line.method,
    slope_pairs: line.pairs,
    change_ratio: start > 0 ? (line.slope * span) / start : null,
  };
}

/** Season and changes of course are looked for on even steps; the season is taken away first. */
async function coursesOf(grid: RegularGrid, kind: TimeKind | null, pause: () => Promise<void>) {
  const season = detectPeriod(grid.values, calendarPeriods(grid.interval, kind));
  await pause();
  const values = season === null ? grid.values : withoutSeason(grid.values, decompose(grid.values, season.length));
  const changes = findChangePoints(values);
  await pause();
  return { period: season?.length ?? null, changes };
}

function firstSampleAt({ positions }: RegularGrid, step: number): number {
  let low = 0;
  let high = positions.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((positions[middle] as number) < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

function extremes({ values, times }: Series, kind: TimeKind | null) {
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return {
    first: { time: formatTime(times?.[0], kind), value: values[0] ?? 0 },
    last: { time: formatTime(times?.at(-1), kind), value: values.at(-1) ?? 0 },
    mean: sum / values.length,
    min,
    max,
  };
}
