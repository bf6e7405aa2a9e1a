import type { ForecastMethod } from "#schemas/predict-failures.ts";
import { decompose, seasonAt, withoutSeason } from "#season/decompose.ts";
import { backtest } from "./backtest.ts";
import { forecastByDrift } from "./drift.ts";
import { forecastByHolt } from "./holt.ts";
import type { Forecaster, Prediction } from "./prediction.ts";
import { createSarimaForecaster, longestSarimaPeriod } from "./sarima.ts";

export type ForecastOptions = {
  /** In samples; null for a series without season. */
  readonly period: number | null;
  readonly horizon: number;
  /** Called between fits: stops the work when it is no longer wanted. */
  readonly pause: () => Promise<void>;
};

/** A prediction, and how its model was chosen. */
export type ChosenForecast = {
  readonly prediction: Prediction;
  readonly method: ForecastMethod;
  readonly backtests: readonly { readonly method: ForecastMethod; readonly meanAbsoluteError: number }[];
};

/** A forecaster need be this much better than a plainer one to be preferred. */
const clearlyBetter = 0.98;

/**
 * Looks ahead with the method that would have forecast the series' own past best; the plainer one when there is little between
 * them. Null for fewer than two samples.
 */
export async function chooseForecast(values: Float64Array, options: ForecastOptions): Promise<ChosenForecast | null> {
  const { period, horizon, pause } = options;
  const candidates = candidatesFor(values, period);
  const backtests: { method: ForecastMethod; meanAbsoluteError: number }[] = [];
  let best: { method: ForecastMethod; meanAbsoluteError: number } | undefined;
  for (const [method, forecast] of candidates) {
    await pause();
    const meanAbsoluteError = backtest(forecast, values, horizon);
    if (meanAbsoluteError === null) continue;
    const tried = { method, meanAbsoluteError };
    backtests.push(tried);
    if (best === undefined || meanAbsoluteError < clearlyBetter * best.meanAbsoluteError) best = tried;
  }
  await pause();
  const method = best?.method ?? "drift";
  const prediction = candidates.get(method)?.(values, horizon) ?? null;
  if (prediction !== null) return { prediction, method, backtests };
  const plain = forecastByDrift(values, horizon);
  return plain === null ? null : { prediction: plain, method: "drift", backtests };
}

/** From the plainest on. */
function candidatesFor(values: Float64Array, period: number | null): ReadonlyMap<ForecastMethod, Forecaster> {
  const candidates = new Map<ForecastMethod, Forecaster>([
    ["drift", withSeason(forecastByDrift, period)],
    ["holt", withSeason(forecastByHolt, period)],
  ]);
  const seasonal = period !== null && period <= longestSarimaPeriod ? period : null;
  if (values.length >= 30) {
    const sarima = createSarimaForecaster({ period: seasonal });
    candidates.set("sarima", seasonal === null ? withSeason(sarima, period) : onItsOwnScale(sarima, seasonal));
  }
  return candidates;
}

/** Forecasts the series without its season, then puts the season on again (Hyndman & Athanasopoulos, 6.6). */
function withSeason(forecast: Forecaster, period: number | null): Forecaster {
  if (period === null) return forecast;
  return (values, horizon) => {
    if (values.length < 2 * period) return null;
    const parts = decompose(values, period);
    const prediction = forecast(withoutSeason(values, parts), horizon);
    if (prediction === null) return null;
    const factor = (step: number) => Math.exp(seasonAt(parts, values.length + step));
    return {
      values: prediction.values.map((value, step) =>
        parts.multiplicative ? value * factor(step) : value + seasonAt(parts, values.length + step),
      ),
      deviations:
        prediction.deviations?.map((deviation, step) =>
          parts.multiplicative ? deviation * factor(step) : deviation,
        ) ?? null,
      model: `${prediction.model}, season of ${period}`,
    };
  };
}

/** A season that grows with the level is fitted in logarithms; the interval is carried back by its slope there. */
function onItsOwnScale(forecast: Forecaster, period: number): Forecaster {
  return (values, horizon) => {
    if (values.length < 2 * period || !decompose(values, period).multiplicative) return forecast(values, horizon);
    const prediction = forecast(values.map(Math.log), horizon);
    if (prediction === null) return null;
    const back = prediction.values.map(Math.exp);
    return {
      values: back,
      deviations: prediction.deviations?.map((deviation, step) => deviation * (back[step] as number)) ?? null,
      model: `${prediction.model} of logarithms`,
    };
  };
}
