import { madToDeviation } from "#numbers/normal.ts";
import { median, medianDeviation } from "#numbers/select.ts";

/** How much a series jitters around its course, and how long a jitter lasts. */
export type Noise = {
  /** Standard deviation of one sample around its course. */
  readonly deviation: number;
  /** Correlation of one sample's deviation with the next, 0 to 0.9. */
  readonly correlation: number;
};

const maxCorrelation = 0.9;

/**
 * Robust noise of a series with level shifts and slopes in it, taken from differences over one and two steps: for a first-order
 * autoregression V(y₂−y₀) / V(y₁−y₀) = 1 + ρ (Chakar, Lebarbier, Lévy-Leduc & Robin 2017).
 */
export function estimateNoise(values: Float64Array): Noise {
  const single = spread(values, 1);
  if (single === 0) return { deviation: plainSpread(values) / Math.SQRT2, correlation: 0 };
  const correlation = Math.min(maxCorrelation, Math.max(0, (spread(values, 2) / single) ** 2 - 1));
  return { deviation: single / Math.sqrt(2 * (1 - correlation)), correlation };
}

/** The ordinary deviation of differences: for series that stand still at more than half of their steps. */
function plainSpread(values: Float64Array): number {
  const steps = values.length - 1;
  if (steps < 2) return 0;
  const mean = ((values[steps] as number) - (values[0] as number)) / steps;
  let squares = 0;
  for (let index = 1; index <= steps; index++) {
    squares += ((values[index] as number) - (values[index - 1] as number) - mean) ** 2;
  }
  return Math.sqrt(squares / (steps - 1));
}

/** The robust deviation of differences over some steps. */
function spread(values: Float64Array, steps: number): number {
  if (values.length <= steps) return 0;
  const differences = Float64Array.from(
    { length: values.length - steps },
    (_, index) => (values[index + steps] as number) - (values[index] as number),
  );
  return madToDeviation * medianDeviation(differences, median(differences));
}
