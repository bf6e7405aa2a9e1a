import { ValidationError } from "@aiecs/core/toolkit";
import { describeValue, isObject, own, ownText, ownTime, type PlainObject } from "#results/plain-object.ts";
import { isStepResult, readResults } from "#results/read-results.ts";
import { type Alert, type AlertValue, type Severity, severities } from "#schemas/alert.ts";
import { alertId } from "./draft.ts";

const maxAlerts = 10_000;
/** Lists in results in lists; beyond this, something holds itself. */
const maxDepth = 8;

/**
 * The alerts in what a caller hands over: the result of check_alert_conditions, an alert, a list of either.
 *
 * @throws E001 naming everything that is no alert
 */
export function readAlerts(value: unknown): readonly Alert[] {
  const problems: string[] = [];
  const alerts = alertsIn(value, "alerts", problems);
  if (problems.length > 0) throw new ValidationError(`Invalid alerts: ${problems.slice(0, 20).join("; ")}`);
  if (alerts.length <= maxAlerts) return alerts;
  throw new ValidationError(`Invalid alerts: expected at most ${maxAlerts}, received ${alerts.length}`);
}

function alertsIn(value: unknown, path: string, problems: string[], depth = 0): readonly Alert[] {
  if (depth > maxDepth) {
    problems.push(`${path.slice(0, 60)}…: expected an alert, received lists within lists`);
    return [];
  }
  if (Array.isArray(value))
    return value.flatMap((item: unknown, index) => alertsIn(item, `${path}[${index}]`, problems, depth + 1));
  if (isStepResult(value)) {
    return readResults(value, path).flatMap(({ result, failure, step }) => {
      if (failure === null) return alertsIn(result, path, problems, depth + 1);
      problems.push(`${path}: ${step} has no result (${failure.status}: ${failure.message})`);
      return [];
    });
  }
  const listed = own(value, "alerts");
  if (Array.isArray(listed)) return alertsIn(listed, path, problems, depth + 1);
  if (isObject(value)) return toAlert(value, path, problems);
  problems.push(`${path}: expected an alert, received ${describeValue(value)}`);
  return [];
}

function toAlert(value: PlainObject, path: string, problems: string[]): readonly Alert[] {
  const title = ownText(value, "title") ?? ownText(value, "message");
  const severity = own(value, "severity") ?? "warning";
  if (title === null)
    problems.push(`${path}: expected an alert with a title or a message, received ${describeValue(value)}`);
  if (!isSeverity(severity)) {
    problems.push(
      `${path}.severity: expected ${severities.join(", ")}, received ${JSON.stringify(severity)?.slice(0, 60)}`,
    );
    return [];
  }
  if (title === null) return [];
  const rule = ownText(value, "rule") ?? "own";
  const source = ownText(value, "source") ?? "caller";
  const [metric, series] = [ownText(value, "metric"), ownText(value, "series")];
  return [
    {
      id: ownText(value, "id") ?? alertId([rule, source, metric, series, title]),
      rule,
      severity,
      title,
      message: ownText(value, "message") ?? title,
      value: alertValue(own(value, "value")),
      threshold: alertValue(own(value, "threshold")),
      source,
      metric,
      series,
      time: ownTime(value),
    },
  ];
}

function isSeverity(value: unknown): value is Severity {
  return severities.some((known) => known === value);
}

function alertValue(value: unknown): AlertValue {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}
