import { medianInPlace } from "#numbers/select.ts";
import { movingAverage } from "./moving-center.ts";
import { replaceOutliers } from "./replace-outliers.ts";

/** A series as trend + season + the rest. With `multiplicative` the season grows with the level. */
export type Decomposition = {
  readonly period: number;
  readonly multiplicative: boolean;
  readonly trend: Float64Array;
  /** One period: what each phase adds to the trend (or, as a logarithm, multiplies it by). */
  readonly season: Float64Array;
  /** What trend and season say each value should be, in the series' own unit. */
  readonly expected: Float64Array;
};

/** Passes after the first: each replaces the outliers of the one before, so that they bend neither trend nor season. */
const robustPasses = 5;

/**
 * Robust classical decomposition: trend by centred moving average, season by the median of each phase, repeated with
 * outliers replaced (the idea of the outer loop of STL; Cleveland et al. 1990). Needs two whole periods.
 */
export function decompose(values: Float64Array, period: number): Decomposition {
  const multiplicative = growsWithLevel(values, period);
  const scaled = multiplicative ? values.map(Math.log) : values;
  let parts = decomposeOnce(scaled, period);
  for (let pass = 0; pass < robustPasses; pass++) {
    const cleaned = replaceOutliers(scaled, parts.fitted, Math.ceil(period / 2));
    if (cleaned === undefined) break;
    parts = decomposeOnce(cleaned, period);
  }
  const expected = multiplicative ? parts.fitted.map(Math.exp) : parts.fitted;
  return { period, multiplicative, trend: parts.trend, season: parts.season, expected };
}

/** What the season adds at a step of the grid (as a logarithm when multiplicative). */
export function seasonAt(decomposition: Decomposition, step: number): number {
  return decomposition.season[step % decomposition.period] as number;
}

/** The series without its season, in its own unit. */
export function withoutSeason(values: Float64Array, decomposition: Decomposition): Float64Array {
  return values.map((value, step) => {
    const season = seasonAt(decomposition, step);
    return decomposition.multiplicative ? value / Math.exp(season) : value - season;
  });
}

type Parts = { readonly trend: Float64Array; readonly season: Float64Array; readonly fitted: Float64Array };

function decomposeOnce(values: Float64Array, period: number): Parts {
  const trend = movingAverage(values, period);
  const season = seasonOf(values, trend, period);
  const fitted = trend.map((level, step) => level + (season[step % period] as number));
  return { trend, season, fitted };
}

function seasonOf(values: Float64Array, trend: Float64Array, period: number): Float64Array {
  const cycles = Math.floor(values.length / period);
  const season = new Float64Array(period);
  for (let phase = 0; phase < period; phase++) {
    const count = Math.ceil((values.length - phase) / period);
    const deviations = new Float64Array(count);
    for (let cycle = 0, step = phase; cycle < count; cycle++, step += period) {
      deviations[cycle] = (values[step] as number) - (trend[step] as number);
    }
    season[phase] = medianInPlace(deviations);
  }
  const smooth = smoothAround(season, cycles);
  const mean = smooth.reduce((sum, value) => sum + value, 0) / period;
  return smooth.map((value) => value - mean);
}

/** Long periods seen only a few times: neighbouring phases are averaged, some twenty samples to each. */
function smoothAround(season: Float64Array, cycles: number): Float64Array {
  const half = season.length <= 60 ? 0 : Math.min(Math.round(10 / cycles), Math.floor(season.length / 12));
  if (half === 0) return season;
  return season.map((_, phase) => {
    let sum = 0;
    for (let offset = -half; offset <= half; offset++) sum += season.at((phase + offset) % season.length) as number;
    return sum / (2 * half + 1);
  });
}

/** Whether the swing of a period rises with its level at least by the square root (Guerrero 1993 looks at the same plot). */
function growsWithLevel(values: Float64Array, period: number): boolean {
  if (!values.every((value) => value > 0)) return false;
  const levels: number[] = [];
  const swings: number[] = [];
  for (let start = 0; start + period <= values.length; start += period) {
    const cycle = values.slice(start, start + period).sort();
    const swing = (cycle[Math.floor(period * 0.9)] ?? 0) - (cycle[Math.floor(period * 0.1)] ?? 0);
    if (swing <= 0) return false;
    levels.push(Math.log(medianInPlace(cycle)));
    swings.push(Math.log(swing));
  }
  if (levels.length < 3 || Math.max(...levels.slice(-1000)) - Math.min(...levels.slice(-1000)) < Math.log(1.5))
    return false;
  const { slope, correlation } = lineThrough(levels, swings);
  return slope >= 0.5 && correlation >= 0.7;
}

function lineThrough(x: readonly number[], y: readonly number[]): { slope: number; correlation: number } {
  const meanX = x.reduce((sum, value) => sum + value, 0) / x.length;
  const meanY = y.reduce((sum, value) => sum + value, 0) / y.length;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let index = 0; index < x.length; index++) {
    const dx = (x[index] as number) - meanX;
    const dy = (y[index] as number) - meanY;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  return { slope: xy / xx, correlation: xy / Math.sqrt(xx * yy) };
}
