import { normal95 } from "#numbers/normal.ts";
import type { Direction, FailureFigures } from "#schemas/predict-failures.ts";
import { calendarPeriods } from "#season/calendar-periods.ts";
import { detectPeriod } from "#season/detect-period.ts";
import { advance } from "#series/advance.ts";
import { toRegularGrid } from "#series/regular-grid.ts";
import { formatTime, type Series, type TimeKind } from "#series/series.ts";
import { type ChosenForecast, chooseForecast } from "./choose-forecast.ts";
import { findCrossing, guessDirection, isBeyond } from "./threshold.ts";

export type FailureOptions = {
  readonly timeKind: TimeKind | null;
  readonly threshold: number | undefined;
  readonly direction: Direction | undefined;
  readonly horizon: number | undefined;
  readonly period: number | undefined;
  readonly pause: () => Promise<void>;
};

const usualHorizon = 24;
/** The latest samples tell what comes next; older ones only cost time. */
const latestSamples = 20_000;
const worthAWarning = 0.5;

/** Looks ahead along one series, and says when it passes the threshold. One sample gives no forecast, but may have passed already. */
export async function describeFailure(whole: Series, options: FailureOptions): Promise<FailureFigures> {
  const series = latestOf(whole);
  const grid = toRegularGrid(series);
  const period =
    options.period ?? detectPeriod(grid.values, calendarPeriods(grid.interval, options.timeKind))?.length ?? null;
  const usable = period !== null && grid.values.length >= 2 * period ? period : null;
  const horizon = options.horizon ?? (usable === null ? usualHorizon : Math.min(10_000, 2 * usable));
  const chosen = await chooseForecast(grid.values, { period: usable, horizon, pause: options.pause });
  const last = series.values.length - 1;
  const timeAfter = (steps: number) => {
    const time = series.times?.[last];
    if (time === undefined || steps === 0) return formatTime(time, options.timeKind);
    return grid.interval === null
      ? null
      : formatTime(advance(time, grid.interval, steps, options.timeKind), options.timeKind);
  };
  const current = series.values[last] as number;
  return {
    series: series.name,
    samples: whole.values.length,
    current: { time: formatTime(series.times?.[last], options.timeKind), value: current },
    ...forecastFigures(chosen, timeAfter),
    period: usable,
    horizon,
    ...thresholdFigures(series, current, chosen, options, timeAfter),
  };
}

function latestOf(series: Series): Series {
  if (series.values.length <= latestSamples) return series;
  return {
    name: series.name,
    values: series.values.subarray(-latestSamples),
    times: series.times?.subarray(-latestSamples) ?? null,
    rows: series.rows.subarray(-latestSamples),
    ordinals: series.ordinals.subarray(-latestSamples),
  };
}

type TimeAfter = (steps: number) => string | number | null;

function forecastFigures(chosen: ChosenForecast | null, timeAfter: TimeAfter) {
  if (chosen === null) return { method: "none" as const, model: null, backtests: [], forecast: [] };
  const { prediction, method, backtests } = chosen;
  return {
    method,
    model: prediction.model,
    backtests: backtests.map((tried) => ({ method: tried.method, mean_absolute_error: tried.meanAbsoluteError })),
    forecast: Array.from(prediction.values, (value, index) => {
      const reach = prediction.deviations === null ? null : normal95 * (prediction.deviations[index] as number);
      return {
        step: index + 1,
        time: timeAfter(index + 1),
        value,
        low: reach === null ? null : value - reach,
        high: reach === null ? null : value + reach,
      };
    }),
  };
}

function thresholdFigures(
  { values }: Series,
  current: number,
  chosen: ChosenForecast | null,
  { threshold, direction: wanted }: FailureOptions,
  timeAfter: TimeAfter,
) {
  const none = { failure_expected: false, time_to_threshold: null, earliest: null, probability: null };
  if (threshold === undefined) return { ...none, threshold: null, direction: null, status: "ok" as const };
  const direction = wanted ?? guessDirection(values, threshold);
  if (isBeyond(current, threshold, direction)) {
    const now = { samples: 0, time: timeAfter(0) };
    return {
      threshold,
      direction,
      failure_expected: true,
      time_to_threshold: now,
      earliest: now,
      probability: 1,
      status: "critical" as const,
    };
  }
  if (chosen === null) return { ...none, threshold, direction, status: "ok" as const };
  const { expected, earliest, probability } = findCrossing(chosen.prediction, threshold, direction);
  const after = (samples: number | null) => (samples === null ? null : { samples, time: timeAfter(samples) });
  const atRisk = expected !== null || (probability ?? 0) >= worthAWarning;
  return {
    threshold,
    direction,
    failure_expected: expected !== null,
    time_to_threshold: after(expected),
    earliest: after(earliest),
    probability,
    status: atRisk ? ("warning" as const) : ("ok" as const),
  };
}
