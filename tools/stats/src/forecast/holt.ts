import type { Prediction } from "./prediction.ts";

type Parameters = { readonly alpha: number; readonly beta: number; readonly damping: number };
type Fit = Parameters & { readonly squares: number; readonly level: number; readonly slope: number };

const minSamples = 8;
/** What matters of a longer past is in its last samples. */
const latest = 5_000;
const dampings = [0.8, 0.9, 0.98, 1];
/** Rounds of search, each on a grid half as wide around the best point so far. */
const refinements = 6;

/**
 * Holt's linear smoothing, damped where that fits better: the state space models ETS(A,A,N) and ETS(A,Ad,N) with their own
 * prediction variance (Hyndman, Koehler, Ord & Snyder 2008, tables 2.1 and 6.1). Null below eight samples.
 */
export function forecastByHolt(series: Float64Array, horizon: number): Prediction | null {
  if (series.length < minSamples) return null;
  const values = series.subarray(-latest);
  const fit = bestFit(values);
  const { alpha, beta, damping, level, slope } = fit;
  const parameters = damping === 1 ? 4 : 5;
  const variance = fit.squares / Math.max(1, values.length - parameters);
  const forecast = new Float64Array(horizon);
  const deviations = new Float64Array(horizon);
  let reach = 0;
  let sum = 1;
  for (let index = 0; index < horizon; index++) {
    deviations[index] = Math.sqrt(variance * sum);
    reach += damping ** (index + 1);
    forecast[index] = level + reach * slope;
    sum += (alpha + beta * reach) ** 2;
  }
  return { values: forecast, deviations, model: nameOf(fit) };
}

function nameOf({ alpha, beta, damping }: Fit): string {
  const smoothing = `alpha ${alpha.toFixed(3)}, beta ${beta.toFixed(3)}`;
  return damping === 1 ? `Holt (${smoothing})` : `Holt, damped (${smoothing}, phi ${damping})`;
}

function bestFit(values: Float64Array): Fit {
  let best: Fit | undefined;
  for (const damping of dampings) {
    let center = { alpha: 0.5, share: 0.5 };
    for (let round = 0, width = 0.5; round < refinements; round++, width /= 2) {
      for (const point of gridAround(center, width)) {
        const fit = smooth(values, { alpha: point.alpha, beta: point.alpha * point.share, damping });
        if (best !== undefined && fit.squares >= best.squares * (1 - 1e-9)) continue;
        best = fit;
        center = point;
      }
    }
  }
  return best ?? smooth(values, { alpha: 0.5, beta: 0.1, damping: 1 });
}

/** Points of the unit square; `share` is beta as a share of alpha. */
function* gridAround(
  center: { alpha: number; share: number },
  width: number,
): Generator<{ alpha: number; share: number }> {
  for (let across = -2; across <= 2; across++) {
    for (let along = -2; along <= 2; along++) {
      yield {
        alpha: Math.min(0.999, Math.max(0.001, center.alpha + (across * width) / 2)),
        share: Math.min(0.999, Math.max(0.001, center.share + (along * width) / 2)),
      };
    }
  }
}

/** Runs the filter once over the series, from the line through its first samples. */
function smooth(values: Float64Array, { alpha, beta, damping }: Parameters): Fit {
  const start = startingLine(values.subarray(0, Math.min(10, values.length)));
  let level = start.level;
  let slope = start.slope;
  let squares = 0;
  for (let index = 0; index < values.length; index++) {
    const expected = level + damping * slope;
    const error = (values[index] as number) - expected;
    squares += error * error;
    level = expected + alpha * error;
    slope = damping * slope + beta * error;
  }
  return { alpha, beta, damping, squares, level, slope };
}

/** Least squares; the level is that of the step before the first. */
function startingLine(values: Float64Array): { level: number; slope: number } {
  const middle = (values.length - 1) / 2;
  let sum = 0;
  let product = 0;
  let squares = 0;
  for (let index = 0; index < values.length; index++) {
    sum += values[index] as number;
    product += (index - middle) * (values[index] as number);
    squares += (index - middle) ** 2;
  }
  const slope = product / squares;
  return { level: sum / values.length - slope * (middle + 1), slope };
}
