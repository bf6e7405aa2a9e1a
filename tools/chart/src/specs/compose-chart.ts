import { type Table, ValidationError } from "@aiecs/core/toolkit";
import type { TopLevelSpec } from "vega-lite";
import { chooseX, chooseY, type XColumn } from "#series/choose-columns.ts";
import type { Aggregation } from "#series/groups.ts";
import { defaultAggregation } from "#series/measure.ts";
import { readSeries, type SeriesRequest } from "#series/read-series.ts";
import type { Series } from "#series/series.ts";
import { counted } from "#wording/numbers.ts";
import { barChart, sharesOf } from "./bar-chart.ts";
import { columnChart } from "./column-chart.ts";
import { additive, type Description, describeSeries } from "./describe-series.ts";
import { donutChart, maxSlices } from "./donut-chart.ts";
import { emptyChart } from "./empty-chart.ts";
import { lineChart } from "./line-chart.ts";

type ChartKind = "line" | "area" | "bar" | "pie";

export type ChartRequest = {
  /** Null draws the rows in their order. */
  readonly x?: string | null | undefined;
  readonly y?: string | undefined;
  readonly kind?: ChartKind | undefined;
  readonly aggregation?: Aggregation | undefined;
  readonly title?: string | undefined;
  /** What columns are called in headings, where that is not their name. */
  readonly aliases?: ReadonlyMap<string, string> | undefined;
  /** The table holds only the first of more rows, which are no whole that adds up. */
  readonly isExcerpt?: boolean | undefined;
};

/** A chart that is ready to be painted, and what is to be told of it. */
export type ComposedChart = {
  /** What was drawn; `empty` when there was nothing to draw. */
  readonly kind: ChartKind | "empty";
  readonly spec: TopLevelSpec;
  readonly words: Description;
  readonly series: Series;
  readonly notes: readonly string[];
};

/** Points that a line, and columns that a picture has room for. */
const maxLinePoints = 62;
const maxColumns = 36;
const maxBars = 12;

/** Makes a chart of a table: columns that are not named are found by name and type, rows are gathered until they can be seen. */
export async function composeChart(table: Table, request: ChartRequest): Promise<ComposedChart> {
  const y = chooseY(table, request.y, request.x ?? undefined);
  const x = chooseX(table, request.x, y.kind === "column" ? y.name : undefined);
  const aggregation = request.aggregation ?? defaultAggregation(y, "sum");
  const series = await readSeries(table, {
    x,
    y,
    aggregation,
    aliases: request.aliases,
    isExcerpt: request.isExcerpt,
    ...roomFor(x, request.kind),
  });
  if (series.points.length === 0) return composeEmpty(series, table, request.title);
  const kind = kindFor(series, request.kind);
  const words = describeSeries(series, kindNames[kind], request.title);
  const ordered = kind === "bar" && (request.kind === "line" || request.kind === "area");
  const why =
    series.axis.kind === "category"
      ? `${series.x.heading} has no order a line could follow`
      : "there is one point only";
  return {
    kind,
    words,
    series,
    spec: specOf(series, words, kind),
    notes: [...series.notes, ...(ordered ? [`Bars are drawn, since ${why}.`] : [])],
  };
}

/** The chart of a table that has nothing to draw. */
export function composeEmpty(series: Series, table: Table, title: string | undefined): ComposedChart {
  const words = describeSeries(series, "Chart", title);
  const what = [series.x.name, series.y.name].filter((name) => name !== null).join(" and ");
  const reason =
    table.rows === 0
      ? "The table has no rows."
      : `None of ${counted(table.rows, "row")} has ${what === "" ? "a value" : `a value for ${what}`}.`;
  const alt = `Chart: ${words.title}. No data: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`;
  return { kind: "empty", words: { ...words, alt }, series, spec: emptyChart(words.title, reason), notes: [reason] };
}

const kindNames: { readonly [K in ChartKind]: string } = {
  line: "Line chart",
  area: "Area chart",
  bar: "Bar chart",
  pie: "Pie chart",
};

function roomFor(x: XColumn, kind: ChartKind | undefined): Pick<SeriesRequest, "maxPoints" | "maxCategories"> {
  if (kind === "pie") return { maxPoints: maxSlices, maxCategories: maxSlices };
  return { maxPoints: kind === "bar" && x.kind !== "category" ? maxColumns : maxLinePoints, maxCategories: maxBars };
}

function kindFor(series: Series, asked: ChartKind | undefined): ChartKind {
  const { axis, points } = series;
  if (asked === "pie") return checkedPie(series);
  if (axis.kind === "category" || asked === "bar" || points.length === 1) return "bar";
  if (asked !== undefined) return asked;
  if (additive(series) && points.length <= maxColumns) return "bar";
  return additive(series) && points.every(({ value }) => value >= 0) ? "area" : "line";
}

function checkedPie(series: Series): "pie" {
  const negative = series.points.find(({ value }) => value < 0);
  if (negative) {
    throw new ValidationError(
      `kind: a pie cannot show negative values, but ${negative.label} is ${negative.value}; use kind "bar"`,
    );
  }
  if (!series.points.some(({ value }) => value > 0)) {
    throw new ValidationError('kind: a pie needs a total above zero, but all values are 0; use kind "bar"');
  }
  return "pie";
}

function specOf(series: Series, words: Description, kind: ChartKind): TopLevelSpec {
  if (kind === "pie") return donutChart(series, words);
  if (kind !== "bar") return lineChart(series, words, kind);
  if (series.axis.kind !== "category") return columnChart(series, words);
  return barChart(series, words, { shares: additive(series) ? sharesOf(series.points) : undefined });
}
