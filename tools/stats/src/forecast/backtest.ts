import type { Forecaster } from "./prediction.ts";

const origins = 3;
const minTraining = 2;

/**
 * The mean absolute error of a forecaster on the past: it forecasts from up to three earlier moments what is known by now
 * (Tashman 2000, rolling origin). Null when the series is too short for it even once.
 */
export function backtest(forecast: Forecaster, values: Float64Array, horizon: number): number | null {
  const ahead = Math.min(horizon, Math.max(1, Math.floor(values.length / 5)));
  let sum = 0;
  let count = 0;
  for (let origin = 1; origin <= origins; origin++) {
    const known = values.length - ahead * origin;
    if (known < Math.max(minTraining, values.length / 3)) break;
    const prediction = forecast(values.subarray(0, known), ahead);
    if (prediction === null) continue;
    for (let step = 0; step < ahead; step++, count++) {
      sum += Math.abs((prediction.values[step] as number) - (values[known + step] as number));
    }
  }
  return count === 0 ? null : sum / count;
}
