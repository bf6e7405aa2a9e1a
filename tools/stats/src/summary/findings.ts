import type { ReportData } from "#schemas/generate-report.ts";
import { formatNumber, formatP, formatShare } from "./markdown.ts";

const worthTellingMissing = 0.05;
const strongCorrelation = 0.7;
/** What is more frequent than this belongs to the nature of the data, as rain does. */
const rareShare = 0.05;

/** The most telling facts of a report as sentences, without Markdown. */
export function findingsOf(data: Omit<ReportData, "findings">): string[] {
  return [
    ...developmentFindings(data.development),
    ...missingFindings(data),
    ...correlationFindings(data),
    ...outlierFindings(data),
  ];
}

function* developmentFindings(development: ReportData["development"]): Generator<string> {
  if (development === null) return;
  const { value_column, trend, slope, slope_unit, p_value, period, anomalies, change_points, samples } = development;
  const rate = slope === null || slope === 0 ? "" : `, by ${formatNumber(slope)} per ${slope_unit}`;
  if (trend === "no_trend") yield `${value_column} shows no significant trend (${formatP(p_value)}).`;
  else yield `${value_column} is ${trend}${rate} (${formatP(p_value)}).`;
  if (period !== null) yield `${value_column} repeats itself every ${period} samples.`;
  if (change_points > 0) yield `${value_column} changes its course ${times(change_points)}.`;
  if (anomalies > 0 && anomalies <= rareShare * samples) {
    yield `${value_column} has ${counted(anomalies, "sample")} that trend and season do not explain.`;
  }
}

function* missingFindings({ column_types, rows }: Pick<ReportData, "column_types" | "rows">): Generator<string> {
  for (const { name, missing } of column_types) {
    if (missing >= worthTellingMissing * rows) yield `${name} is empty in ${formatShare(missing / rows)} of the rows.`;
  }
}

function* correlationFindings({ correlations }: Pick<ReportData, "correlations">): Generator<string> {
  for (const { one, other, correlation } of correlations) {
    if (Math.abs(correlation) < strongCorrelation) continue;
    const way = correlation > 0 ? "move together" : "move against each other";
    yield `${one} and ${other} ${way} (correlation ${correlation.toFixed(2)}).`;
  }
}

function* outlierFindings({ outliers, numbers }: Pick<ReportData, "outliers" | "numbers">): Generator<string> {
  for (const [name, count] of Object.entries(outliers)) {
    const known = numbers[name]?.count ?? 0;
    if (count > 0) yield `${name} has ${counted(count, "outlier")} (${formatShare(count / known)} of its values).`;
  }
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
