import type { Prediction } from "./prediction.ts";

/**
 * The last value, going on by the mean step so far: the plainest forecast that knows of growth (Hyndman & Athanasopoulos,
 * Forecasting: Principles and Practice, 5.2; their variance, 5.5). Needs two samples, and three for an interval.
 */
export function forecastByDrift(values: Float64Array, horizon: number): Prediction | null {
  const steps = values.length - 1;
  if (steps < 1) return null;
  const last = values[steps] as number;
  const slope = (last - (values[0] as number)) / steps;
  let squares = 0;
  for (let index = 1; index <= steps; index++) {
    squares += ((values[index] as number) - (values[index - 1] as number) - slope) ** 2;
  }
  const variance = squares / (steps - 1);
  return {
    values: Float64Array.from({ length: horizon }, (_, index) => last + slope * (index + 1)),
    deviations:
      steps < 2
        ? null
        : Float64Array.from({ length: horizon }, (_, index) => {
            const ahead = index + 1;
            return Math.sqrt(variance * ahead * (1 + ahead / steps));
          }),
    model: "random walk with drift",
  };
}
