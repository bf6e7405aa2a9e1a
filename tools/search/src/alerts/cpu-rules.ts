import { own, ownNumber, ownText, ownTime, type PlainObject } from "#results/plain-object.ts";
import type { AlertDraft } from "./draft.ts";
import { wordMetric, wordTime, wordValue } from "./wording.ts";

/** Of analyze_cpu_trends: the newest sample is high, or usage rises towards that. */
export function checkCpu(result: PlainObject): readonly AlertDraft[] {
  const current = own(result, "current");
  const value = ownNumber(current, "value");
  const level = ownText(result, "level");
  const metric = ownText(result, "value_column");
  const place = { metric, series: null, value, time: ownTime(current) };
  const what = wordMetric(metric, null);
  const warning = ownNumber(own(result, "thresholds"), "warning");
  if (level === "high" || level === "critical") {
    const threshold = level === "critical" ? ownNumber(own(result, "thresholds"), "critical") : warning;
    return [
      {
        ...place,
        rule: "cpu_high",
        severity: level === "critical" ? "critical" : "warning",
        title: `CPU ${level}: ${what} is ${wordValue(value)}`,
        message: `${what} is ${wordValue(value)}${wordTime(place.time)}, at or above ${wordValue(threshold)}.`,
        threshold,
      },
    ];
  }
  if (ownText(result, "status") !== "warning") return [];
  return [
    {
      ...place,
      rule: "cpu_rising",
      severity: "warning",
      title: `CPU rising: ${what} is ${wordValue(value)}`,
      message: `${what} rises lastingly towards ${wordValue(warning)}; it is ${wordValue(value)}${wordTime(place.time)}.`,
      threshold: warning,
    },
  ];
}
