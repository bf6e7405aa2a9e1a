import { isObject, own, ownNumber, ownText, ownTime, type PlainObject } from "#results/plain-object.ts";
import type { AlertDraft } from "./draft.ts";
import { wordMetric, wordTime, wordValue } from "./wording.ts";

/** How many of the newest samples count as recent. */
const recentSamples = 3;

/** Of detect_anomalies: one of the newest samples stands out. One alert per series, of its newest anomaly. */
export function checkAnomalies(result: PlainObject): readonly AlertDraft[] {
  const latest = own(result, "latest");
  const newest = newestBySeries(anomaliesOf(result).filter((anomaly) => isRecent(anomaly, latest)));
  return newest.map((anomaly) => anomalyAlert(anomaly, result, "anomaly_recent"));
}

/** The anomalies that a result of detect_anomalies lists. */
export function anomaliesOf(result: PlainObject): readonly PlainObject[] {
  const anomalies = own(result, "anomalies");
  return Array.isArray(anomalies) ? anomalies.filter(isObject) : [];
}

/** The alert of one anomaly. A score beyond twice the threshold is critical. */
export function anomalyAlert(anomaly: PlainObject, result: PlainObject, rule: string): AlertDraft {
  const metric = ownText(result, "value_column");
  const series = ownText(anomaly, "series");
  const value = ownNumber(anomaly, "value");
  const score = ownNumber(anomaly, "score");
  const expected = ownNumber(anomaly, "expected");
  const threshold = ownNumber(result, "threshold");
  const time = ownTime(anomaly);
  const method = ownText(result, "method");
  const what = wordMetric(metric, series);
  const grave = score !== null && threshold !== null && Math.abs(score) >= 2 * threshold;
  const side = score === null ? "unusual" : score > 0 ? "high" : "low";
  const details = [
    expected === null ? null : `${wordValue(expected)} was expected`,
    score === null
      ? null
      : `score ${wordValue(score)}${threshold === null ? "" : `, threshold ${wordValue(threshold)}`}`,
    method === null ? null : `method ${method}`,
  ].filter((part) => part !== null);
  return {
    rule,
    severity: grave ? "critical" : "warning",
    title: `Anomaly: ${what} is unusually ${side === "unusual" ? "placed" : side} (${wordValue(value)})`,
    message: `${what} is ${wordValue(value)}${wordTime(time)}${details.length === 0 ? "" : `: ${details.join("; ")}`}.`,
    value,
    threshold,
    metric,
    series,
    time,
  };
}

function isRecent(anomaly: PlainObject, latest: unknown): boolean {
  const time = ownTime(anomaly);
  if (time !== null && time === ownTime(latest)) return true;
  const last = ownNumber(latest, "index");
  const index = ownNumber(anomaly, "index");
  // Tables may run from new to old as well as from old to new.
  return last !== null && index !== null && Math.abs(last - index) < recentSamples;
}

/** The last listed anomaly of each series. */
function newestBySeries(anomalies: readonly PlainObject[]): readonly PlainObject[] {
  const bySeries = new Map<string | null, PlainObject>();
  for (const anomaly of anomalies) bySeries.set(ownText(anomaly, "series"), anomaly);
  return [...bySeries.values()];
}
