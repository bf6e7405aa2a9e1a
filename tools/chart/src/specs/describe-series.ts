import { type Aggregation, tidy } from "#series/groups.ts";
import { type PeriodUnit, periodLabel } from "#series/periods.ts";
import type { Axis, Point, Series } from "#series/series.ts";
import { cleanText } from "#wording/clean-text.ts";
import { counted, exactNumber, percentage, shortNumber } from "#wording/numbers.ts";
import { lowerFirst } from "#wording/words.ts";

/** The words of a chart: what stands above it, and what it says to those who cannot see it. */
export type Description = { readonly title: string; readonly subtitle: string; readonly alt: string };

/** Up to so many points are all told; of more, the ones that matter. */
const toldPoints = 13;

const aggregationHeadings: { readonly [A in Aggregation]: string } = {
  sum: "",
  count: "",
  mean: "Average",
  min: "Lowest",
  max: "Highest",
};

/** @param kind how the picture is called: `Line chart` */
export function describeSeries(series: Series, kind: string, title: string | undefined): Description {
  const name = cleanText(title ?? titleOf(series));
  return { title: name, subtitle: subtitleOf(series), alt: altOf(series, kind, name) };
}

/** `Average price`, or the column's own name where nothing was computed. */
export function measureTitle({ y, aggregation, unaggregated }: Series): string {
  const prefix = unaggregated ? "" : aggregationHeadings[aggregation];
  return prefix === "" ? y.heading : `${prefix} ${lowerFirst(y.heading)}`;
}

/** Whether the points add up to a whole. */
export function additive({ aggregation, isExcerpt }: Series): boolean {
  return !isExcerpt && (aggregation === "sum" || aggregation === "count");
}

export function sumOf(points: readonly Point[]): number {
  return tidy(points.reduce((sum, point) => sum + point.value, 0));
}

function titleOf(series: Series): string {
  if (series.x.name === null && series.y.name === null) return "No data";
  const by = series.axis.kind === "time" ? series.axis.unit : lowerFirst(series.x.heading);
  return `${measureTitle(series)} by ${by}`;
}

function subtitleOf(series: Series): string {
  const { axis, points, y } = series;
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return "";
  const range = axis.kind === "category" || first === last ? "" : `${boundary(first, axis)} – ${boundary(last, axis)}`;
  const whole = additive(series) && points.length > 1 ? `total ${shortNumber(sumOf(points), y.unit)}` : "";
  const groups = axis.kind === "category" ? groupsOf(series) : "";
  return [range, whole, groups].filter((part) => part !== "").join("  ·  ");
}

/** Weeks are told by their first days: twice "week of" in a range is once too often. */
function boundary({ x, label }: Point, axis: Axis): string {
  return axis.kind === "time" && axis.unit === "week" ? periodLabel("day", x) : label;
}

function groupsOf({ rows, rowsDrawn, unaggregated }: Series): string {
  return unaggregated
    ? ""
    : rowsDrawn === rows
      ? counted(rows, "row")
      : `${counted(rowsDrawn, "row")} of ${counted(rows, "row")}`;
}

function altOf(series: Series, kind: string, title: string): string {
  const { axis, points, y } = series;
  const figure = (value: number): string => exactNumber(value, y.unit);
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return `${kind}: ${title}. No data.`;
  const total = additive(series) && points.length > 1 ? [`Total ${figure(sumOf(points))}.`] : [];
  if (points.length <= toldPoints) {
    return [`${kind}: ${title}.`, ...total, `${points.map((point) => told(point, series)).join("; ")}.`].join(" ");
  }
  const highest = points.reduce((best, point) => (point.value > best.value ? point : best));
  const lowest = points.reduce((best, point) => (point.value < best.value ? point : best));
  const mean = axis.kind === "time" ? [`Mean ${figure(sumOf(points) / points.length)}.`] : [];
  return [
    `${kind}: ${title}.`,
    `${counted(points.length, axis.kind === "time" ? periodName(axis.unit) : "point")} from ${boundary(first, axis)} to ${boundary(last, axis)}.`,
    ...total,
    ...mean,
    `Highest ${figure(highest.value)} (${highest.label}), lowest ${figure(lowest.value)} (${lowest.label}), last ${figure(last.value)}.`,
  ].join(" ");
}

function told({ label, value }: Point, series: Series): string {
  const share = shareOf(value, series);
  return `${label}: ${exactNumber(value, series.y.unit)}${share === undefined ? "" : ` (${percentage(share)})`}`;
}

/** A part of a whole, where the points are parts of one. */
function shareOf(value: number, series: Series): number | undefined {
  if (series.axis.kind !== "category" || !additive(series) || series.points.length < 2) return undefined;
  const sum = sumOf(series.points);
  return sum > 0 && series.points.every((point) => point.value >= 0) ? value / sum : undefined;
}

function periodName(unit: PeriodUnit): string {
  return unit === "second" ? "moment" : unit;
}
