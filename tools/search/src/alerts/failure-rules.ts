import { isObject, own, ownNumber, ownText, ownTime, type PlainObject } from "#results/plain-object.ts";
import type { AlertDraft } from "./draft.ts";
import { wordMetric, wordTime, wordValue } from "./wording.ts";

/** Of predict_failures: the threshold is passed already, or will be within the horizon. One alert per series. */
export function checkFailures(result: PlainObject): readonly AlertDraft[] {
  const series = own(result, "by_series");
  const figures = Array.isArray(series) && series.length > 0 ? series.filter(isObject) : [result];
  return figures.flatMap((each) => failureAlert(each, ownText(result, "value_column")));
}

function failureAlert(figures: PlainObject, metric: string | null): readonly AlertDraft[] {
  const status = ownText(figures, "status");
  if (own(figures, "failure_expected") !== true && (status === null || status === "ok")) return [];
  const series = ownText(figures, "series");
  const current = own(figures, "current");
  const value = ownNumber(current, "value");
  const threshold = ownNumber(figures, "threshold");
  const what = wordMetric(metric, series);
  const ahead = ownNumber(own(figures, "time_to_threshold"), "samples");
  const hasPassed = ahead === 0;
  const side = ownText(figures, "direction") ?? "beyond";
  return [
    {
      rule: "failure_predicted",
      severity: status === "critical" || hasPassed ? "critical" : "warning",
      title: hasPassed
        ? `Threshold passed: ${what} is ${wordValue(value)}`
        : `Failure ahead: ${what} may pass ${wordValue(threshold)}`,
      message: hasPassed
        ? `${what} is ${wordValue(value)}${wordTime(ownTime(current))}, ${side} its threshold of ${wordValue(threshold)}.`
        : `${what} is ${wordValue(value)}${wordTime(ownTime(current))}. ${forecastOf(figures, side, threshold)}`,
      value,
      threshold,
      metric,
      series,
      time: ownTime(current),
    },
  ];
}

function forecastOf(figures: PlainObject, side: string, threshold: number | null): string {
  const toThreshold = own(figures, "time_to_threshold");
  const samples = ownNumber(toThreshold, "samples");
  const probability = ownNumber(figures, "probability");
  const method = ownText(figures, "method");
  const chance = probability === null ? "" : `, probability ${wordValue(Math.round(probability * 100))} %`;
  const made = method === null ? "" : ` (forecast by ${method}${chance})`;
  const limit = `${side} ${wordValue(threshold)}`;
  return samples === null
    ? `It may be ${limit} within ${wordValue(ownNumber(figures, "horizon"))} samples${made}.`
    : `It is forecast to be ${limit} in ${wordValue(samples)} samples${wordTime(ownTime(toThreshold))}${made}.`;
}
