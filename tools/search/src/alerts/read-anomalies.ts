import { ValidationError } from "@aiecs/core/toolkit";
import { describeValue, isObject, own, ownNumber, ownTime, type PlainObject } from "#results/plain-object.ts";
import { readResults } from "#results/read-results.ts";
import type { Alert } from "#schemas/alert.ts";
import { anomaliesOf, anomalyAlert } from "./anomaly-rules.ts";
import { alertId } from "./draft.ts";

/** The name of what makes an alert of an anomaly that is sent as it is. */
const rule = "anomaly";
/** Alerts of one call; a message with more would not be read. */
const maxAlerts = 100;

/** The alerts of anomalies, and what the reader should know of how they were chosen. */
export type AnomalyAlerts = { readonly alerts: readonly Alert[]; readonly notes: readonly string[] };

/**
 * The alerts in what detect_anomalies found: one per anomaly, the 100 strongest. Unlike a condition, an anomaly is of its
 * moment, so that its time is part of what it is known by.
 *
 * @throws E001 for what holds no anomalies by its shape
 */
export function readAnomalies(value: unknown): AnomalyAlerts {
  const bare = { anomalies: Array.isArray(value) && value.every(isAnomaly) ? value : [] };
  const found =
    bare.anomalies.length > 0 ? [{ step: null, result: bare, failure: null }] : readResults(value, "anomalies");
  const all = found.flatMap(({ step, result, failure }) => {
    const source = step ?? "detect_anomalies";
    if (failure !== null)
      throw new ValidationError(`Invalid anomalies: ${source} has no result (${failure.status}: ${failure.message})`);
    if (result === null || !Array.isArray(own(result, "anomalies"))) {
      throw new ValidationError(
        `Invalid anomalies: expected what detect_anomalies returned, received ${describeValue(result)}`,
      );
    }
    return anomaliesOf(result).map((anomaly) => ({
      strength: strengthOf(anomaly),
      alert: toAlert(anomaly, result, source),
    }));
  });
  const strongest = all.toSorted((a, b) => b.strength - a.strength).slice(0, maxAlerts);
  const notes = all.length > maxAlerts ? [`the ${maxAlerts} strongest of ${all.length} anomalies are told`] : [];
  return { alerts: strongest.map(({ alert }) => alert), notes };
}

function toAlert(anomaly: PlainObject, result: PlainObject, source: string): Alert {
  const draft = anomalyAlert(anomaly, result, rule);
  // Without times a sample keeps its value while its row changes.
  const moment = draft.time ?? draft.value;
  return { id: alertId([rule, source, draft.metric, draft.series, moment]), ...draft, source };
}

function strengthOf(anomaly: PlainObject): number {
  return Math.abs(ownNumber(anomaly, "score") ?? 0);
}

function isAnomaly(value: unknown): value is PlainObject {
  return (
    isObject(value) &&
    ownNumber(value, "value") !== null &&
    (ownNumber(value, "score") !== null || ownTime(value) !== null)
  );
}
