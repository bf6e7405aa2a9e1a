import { didYouMean } from "@aiecs/core/toolkit";
import type { FoundResult } from "#results/read-results.ts";
import { type Alert, severities } from "#schemas/alert.ts";
import type { AlertRule } from "#schemas/alert-rule.ts";
import type { CheckAlertConditionsResult, CheckedResult } from "#schemas/check-alert-conditions.ts";
import { kindOf } from "./analysis-kind.ts";
import { defaultRules, stepFailedRule } from "./default-rules.ts";
import { type Analysis, finishAlert, nameAnalyses } from "./draft.ts";
import type { HeldConditions } from "./held-conditions.ts";
import { applyRule, concerns, figureNames } from "./own-rules.ts";

export type CheckOptions = {
  readonly rules: readonly AlertRule[];
  readonly useDefaultRules: boolean;
  readonly held: HeldConditions;
  /** Whose conditions they are: nobody's memory is another's. */
  readonly owner: string;
  readonly nowMs: number;
};

type Findings = { readonly alerts: Alert[]; readonly notes: string[] };

/** Looks at every result with every rule. */
export function checkAnalyses(found: readonly FoundResult[], options: CheckOptions): CheckAlertConditionsResult {
  const analyses = nameAnalyses(
    found.map((each) => ({ ...each, kind: each.result ? kindOf(each.result) : ("result" as const) })),
  );
  const all: Findings = { alerts: [], notes: [] };
  const checked = analyses.map((analysis): CheckedResult => {
    const findings = analysis.failure ? checkFailedStep(analysis, options) : checkByDefault(analysis, options);
    for (const rule of options.rules) addFindings(findings, applyOwnRule(rule, analysis, options));
    addFindings(all, findings);
    const { source, kind } = analysis;
    return { source, kind, status: statusOf(analysis, findings), alerts: findings.alerts.length };
  });
  all.notes.push(...options.rules.flatMap((rule) => noteOfIdleRule(rule, analyses)));
  return { alerts: inOrder(all.alerts), checked, notes: [...new Set(all.notes)] };
}

function addFindings(into: Findings, { alerts, notes }: Findings): void {
  into.alerts.push(...alerts);
  into.notes.push(...notes);
}

/** A rule of one's own with the name of a default one stands in its place. */
function isReplaced(name: string, { rules, useDefaultRules }: CheckOptions): boolean {
  return !useDefaultRules || rules.some((rule) => rule.name === name);
}

function checkByDefault(analysis: Analysis, options: CheckOptions): Findings {
  if (analysis.result === null) return { alerts: [], notes: [] };
  const drafts = defaultRules[analysis.kind](analysis.result).filter(({ rule }) => !isReplaced(rule, options));
  return { alerts: drafts.map((draft) => finishAlert(draft, analysis)), notes: [] };
}

/** A step that failed is an alert; one that was cancelled, or skipped because of another, is a note. */
function checkFailedStep(analysis: Analysis, options: CheckOptions): Findings {
  const { source, failure, time } = analysis;
  if (failure === null) return { alerts: [], notes: [] };
  const { status, code, message } = failure;
  const isFailure = status === "failed" || status === "timed_out";
  if (!isFailure || isReplaced(stepFailedRule, options)) {
    return { alerts: [], notes: [`${source} was not checked: it is ${status.replace("_", " ")}, ${message}`] };
  }
  const draft = {
    rule: stepFailedRule,
    severity: "warning",
    title: `Not watched: ${source} failed`,
    message: `${source} gave no result to check${code === null ? "" : ` (${code})`}: ${message}`,
    value: code,
    threshold: null,
    metric: null,
    series: null,
    time,
  } as const;
  return { alerts: [finishAlert(draft, analysis)], notes: [] };
}

function applyOwnRule(rule: AlertRule, analysis: Analysis, { held, owner, nowMs }: CheckOptions): Findings {
  const scope = JSON.stringify([owner, rule.name, analysis.source, analysis.ordinal]);
  const holding = new Set<string>();
  const findings: Findings = { alerts: [], notes: [] };
  for (const { draft, problem, path } of applyRule(rule, analysis)) {
    if (problem !== null) findings.notes.push(problem);
    if (draft === null) continue;
    // An item that names itself stays the same at another place of its list.
    const alert = finishAlert(draft, analysis, draft.series === null ? path : (rule.path ?? path));
    const key = scope + alert.id;
    holding.add(key);
    if (rule.for === undefined || held.hold(key, nowMs) >= rule.for) findings.alerts.push(alert);
  }
  if (rule.for !== undefined && analysis.failure === null) held.keepOnly(scope, holding);
  return findings;
}

function noteOfIdleRule(rule: AlertRule, analyses: readonly Analysis[]): readonly string[] {
  const concerned = analyses.filter((analysis) => analysis.result !== null && concerns(rule, analysis));
  if (concerned.some((analysis) => applyRule(rule, analysis).length > 0)) return [];
  const what = rule.metric ?? rule.path ?? "";
  const known = [...new Set(concerned.flatMap(({ result }) => (result ? figureNames(result) : [])))];
  const [close] = didYouMean(what, known);
  const hint =
    concerned.length === 0 ? ` of ${rule.source ?? "anything"}` : close === undefined ? "" : `; did you mean ${close}?`;
  return [`rule ${JSON.stringify(rule.name)} found nothing to look at: no result has ${what}${hint}`];
}

function statusOf({ failure }: Analysis, { alerts }: Findings): CheckedResult["status"] {
  if (failure !== null) return failure.status === "failed" || failure.status === "timed_out" ? "failed" : "skipped";
  return alerts.length > 0 ? "alert" : "ok";
}

/** The gravest first, else as they were found. */
function inOrder(alerts: readonly Alert[]): readonly Alert[] {
  return alerts.toSorted((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity));
}
