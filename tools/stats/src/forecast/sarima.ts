import { median, medianDeviation } from "#numbers/select.ts";
import { loadArima } from "./load-arima.ts";
import type { Forecaster } from "./prediction.ts";

export type SarimaOptions = {
  /** In samples; null for a series without season. */
  readonly period: number | null;
};

const minSamples = 30;
/** The library passes series on a stack of 64 KiB, and seasons make each sample dearer. */
const latestWithoutSeason = 2_000;
const latestWithSeason = 600;
/** A longer season would take seconds to fit. */
export const longestSarimaPeriod = 24;

/**
 * Makes the forecaster of ARIMA(1,1,1), or with a season of the airline model (0,1,1)(0,1,1) of Box & Jenkins (1976), by exact maximum
 * likelihood. The forecaster answers null for fewer than 30 samples or three periods, or when the fit does not converge.
 */
export function createSarimaForecaster({ period }: SarimaOptions): Forecaster {
  const Arima = loadArima();
  const orders = period === null ? { p: 1, d: 1, q: 1 } : { p: 0, d: 1, q: 1, P: 0, D: 1, Q: 1, s: period };
  const model = period === null ? "ARIMA(1,1,1)" : `SARIMA(0,1,1)(0,1,1)${period}`;
  const needed = Math.max(minSamples, 3 * (period ?? 0));
  const latest = period === null ? latestWithoutSeason : latestWithSeason;

  return (series, horizon) => {
    if (series.length < needed) return null;
    const values = series.subarray(-latest);
    const center = median(values);
    const scale = medianDeviation(values, center) || 1;
    const arima = new Arima({ ...orders, verbose: false });
    try {
      arima.train(Array.from(values, (value) => (value - center) / scale));
      const [forecast, variances] = arima.predict(horizon);
      if (![...forecast, ...variances].every(Number.isFinite)) return null;
      return {
        values: Float64Array.from(forecast, (value) => value * scale + center),
        deviations: Float64Array.from(variances, (variance) => Math.sqrt(Math.max(0, variance)) * scale),
        model,
      };
    } finally {
      arima.destroy();
    }
  };
}
