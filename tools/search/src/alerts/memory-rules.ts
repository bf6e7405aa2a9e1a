import { own, ownNumber, ownText, ownTime, type PlainObject } from "#results/plain-object.ts";
import type { AlertDraft } from "./draft.ts";
import { wordDuration, wordMetric, wordTime, wordValue } from "./wording.ts";

/** Of analyze_memory_usage: memory is high, or grows without end. */
export function checkMemory(result: PlainObject): readonly AlertDraft[] {
  const metric = ownText(result, "value_column");
  const time = ownTime(own(result, "current"));
  const what = wordMetric(metric, null);
  return [...levelAlert(result, metric, time, what), ...leakAlert(result, metric, time, what)];
}

function levelAlert(
  result: PlainObject,
  metric: string | null,
  time: string | number | null,
  what: string,
): readonly AlertDraft[] {
  const level = ownText(result, "level");
  if (level !== "high" && level !== "critical") return [];
  const value = ownNumber(result, "used_percent") ?? ownNumber(own(result, "current"), "value");
  const threshold = ownNumber(own(result, "thresholds"), level === "critical" ? "critical" : "warning");
  return [
    {
      rule: "memory_high",
      severity: level === "critical" ? "critical" : "warning",
      title: `Memory ${level}: ${wordValue(value)} % used`,
      message: `Memory used (${what}) is ${wordValue(value)} %${wordTime(time)}, at or above ${wordValue(threshold)} %.`,
      value,
      threshold,
      metric,
      series: null,
      time,
    },
  ];
}

function leakAlert(
  result: PlainObject,
  metric: string | null,
  time: string | number | null,
  what: string,
): readonly AlertDraft[] {
  if (own(result, "leak") !== true) return [];
  const perSecond = ownNumber(result, "growth_per_second");
  const value = perSecond ?? ownNumber(result, "growth_per_sample");
  const fullIn = ownNumber(result, "full_in_seconds");
  const reason = ownText(result, "leak_reason");
  const growth = `${what} grows by ${wordValue(value)} per ${perSecond === null ? "sample" : "second"}`;
  const end = fullIn === null ? "" : ` Memory is full in ${wordDuration(fullIn)} at this rate.`;
  return [
    {
      rule: "memory_leak",
      severity: ownText(result, "status") === "critical" ? "critical" : "warning",
      title: `Memory leak: ${growth}`,
      message: `${growth}${reason === null ? "" : ` (${reason})`}.${end}`,
      value,
      threshold: 0,
      metric,
      series: null,
      time,
    },
  ];
}
