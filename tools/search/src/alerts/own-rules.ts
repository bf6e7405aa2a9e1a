import { own, ownNumber, ownText, ownTime, type PlainObject } from "#results/plain-object.ts";
import { type PathMatch, readPath } from "#results/read-path.ts";
import type { AlertValue } from "#schemas/alert.ts";
import type { AlertRule } from "#schemas/alert-rule.ts";
import type { AlertDraft, Analysis } from "./draft.ts";
import { wordMetric, wordTime, wordValue } from "./wording.ts";

/** What a rule says of one value it looked at. */
export type RuleFinding = {
  /** Where the value stands. */
  readonly path: string;
  /** Null when the condition does not hold. */
  readonly draft: AlertDraft | null;
  /** Why the value could not be compared; null when it could. */
  readonly problem: string | null;
};

/** Whether a rule looks at results of this source at all: a step, a tool or a kind. */
export function concerns(rule: AlertRule, { source, kind }: Analysis): boolean {
  return (
    rule.source === undefined ||
    rule.source === source ||
    rule.source === kind ||
    source.split(".").includes(rule.source)
  );
}

/** Looks at each value of a result that the rule speaks of. */
export function applyRule(rule: AlertRule, analysis: Analysis): readonly RuleFinding[] {
  const { result } = analysis;
  if (result === null || !concerns(rule, analysis)) return [];
  return valuesFor(rule, result).map((match) => judge(rule, match, result, analysis));
}

function valuesFor({ path, metric }: AlertRule, result: PlainObject): readonly PathMatch[] {
  if (path !== undefined) return readPath(result, path);
  if (metric === undefined) return [];
  if (ownText(result, "value_column") === metric) {
    return ["current.value", "latest.value", "last.value"].flatMap((place) => readPath(result, place)).slice(0, 1);
  }
  const value = own(result, metric);
  return value === undefined ? [] : [{ path: metric, value, label: null }];
}

function judge(
  rule: AlertRule,
  { path, value, label }: PathMatch,
  result: PlainObject,
  analysis: Analysis,
): RuleFinding {
  const { name, operator, threshold, severity } = rule;
  if (!isComparable(value) || (value !== null && typeof value !== typeof threshold)) {
    const problem = `rule ${JSON.stringify(name)}: expected a ${typeof threshold} at ${path} of ${analysis.source}, received ${value === null ? "nothing" : `a ${typeof value}`}`;
    return { path, draft: null, problem };
  }
  if (value === null || !holds(value, operator, threshold)) return { path, draft: null, problem: null };
  const metric = ownText(result, "value_column") ?? rule.metric ?? rule.path ?? path;
  const series = label ?? ownText(result, "series");
  // Where the item names itself, its place in the list tells nothing.
  const figure = label === null ? path : path.slice(path.lastIndexOf(".") + 1);
  const what = wordMetric(rule.metric ?? figure, series);
  const time = ownTime(own(result, "current")) ?? ownTime(own(result, "latest")) ?? analysis.time;
  const draft: AlertDraft = {
    rule: name,
    severity,
    title: rule.title ?? `${name}: ${what} is ${wordValue(value)}`,
    message: `${what} is ${wordValue(value)}${wordTime(time)}; the rule is ${operator} ${wordValue(threshold)}.`,
    value,
    threshold,
    metric,
    series,
    time,
  };
  return { path, draft, problem: null };
}

function isComparable(value: unknown): value is AlertValue {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

function holds(
  value: Exclude<AlertValue, null>,
  operator: AlertRule["operator"],
  threshold: AlertRule["threshold"],
): boolean {
  if (operator === "==") return value === threshold;
  if (operator === "!=") return value !== threshold;
  if (typeof value !== "number" || typeof threshold !== "number") return false;
  if (operator === ">") return value > threshold;
  if (operator === ">=") return value >= threshold;
  return operator === "<" ? value < threshold : value <= threshold;
}

/** The figures of a result by name, for suggestions. */
export function figureNames(result: PlainObject): readonly string[] {
  const column = ownText(result, "value_column");
  return [
    ...Object.keys(result).filter((key) => ownNumber(result, key) !== null),
    ...(column === null ? [] : [column]),
  ];
}
