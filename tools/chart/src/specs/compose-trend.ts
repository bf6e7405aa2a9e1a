import type { Table } from "@aiecs/core/toolkit";
import { chooseX, chooseY } from "#series/choose-columns.ts";
import { defaultAggregation } from "#series/measure.ts";
import { movingAverage } from "#series/moving-average.ts";
import { readSeries } from "#series/read-series.ts";
import type { Series } from "#series/series.ts";
import { type TrendLine, trendLine } from "#series/trend-line.ts";
import { counted, exactNumber, shortNumber } from "#wording/numbers.ts";
import { lowerFirst } from "#wording/words.ts";
import { barChart } from "./bar-chart.ts";
import { type ChartRequest, type ComposedChart, composeEmpty } from "./compose-chart.ts";
import { describeSeries, measureTitle, sumOf } from "./describe-series.ts";
import { trendChart } from "./trend-chart.ts";

export type TrendRequest = Pick<ChartRequest, "x" | "y" | "aggregation" | "title" | "aliases"> & {
  /** Points in the moving average. @default what is usual for the period: 7 days, 24 hours, 3 months */
  readonly window?: number | undefined;
};

export type ComposedTrend = Omit<ComposedChart, "kind"> & {
  readonly kind: "line" | "bar" | "empty";
  /** What the series runs along. */
  readonly basis: "time" | "order" | "category";
  readonly trend: TrendLine | null;
  readonly window: number | null;
};

/** Points that can be told apart on a line of that width. */
const maxPoints = 400;
const maxBars = 20;

/** A series with its moving average and its straight trend; categories, which have neither, against their mean. */
export async function composeTrend(table: Table, request: TrendRequest): Promise<ComposedTrend> {
  const y = chooseY(table, request.y, request.x ?? undefined);
  const x = chooseX(table, request.x, y.kind === "column" ? y.name : undefined);
  const aggregation = request.aggregation ?? defaultAggregation(y, "mean");
  const series = await readSeries(table, {
    x,
    y,
    aggregation,
    aliases: request.aliases,
    maxPoints,
    maxCategories: maxBars,
  });
  const basis = series.axis.kind === "time" ? "time" : series.axis.kind === "number" ? "order" : "category";
  if (series.points.length === 0) {
    return { ...composeEmpty(series, table, request.title), kind: "empty", basis, trend: null, window: null };
  }
  return basis === "category" ? compareCategories(series, request) : followSeries(series, basis, request);
}

function followSeries(series: Series, basis: "time" | "order", { window, title }: TrendRequest): ComposedTrend {
  const average = movingAverage(series, window);
  const trend = trendLine(series);
  const words = describeSeries(
    series,
    "Trend chart",
    title ?? `Trend of ${lowerFirst(measureTitle(series))} by ${stepName(series)}`,
  );
  const few = average
    ? []
    : [
        `No moving average: ${counted(series.points.length, "point")} ${series.points.length === 1 ? "is" : "are"} too few for one.`,
      ];
  return {
    kind: "line",
    basis,
    series,
    trend: trend ?? null,
    window: average?.window ?? null,
    words: { ...words, alt: `${words.alt} ${tellTrend(series, trend)}` },
    spec: trendChart(series, words, { average, trend }),
    notes: [
      ...(basis === "order" && series.x.name === null
        ? ["The data has no time column: rows are taken in their order."]
        : []),
      ...series.notes,
      ...few,
    ],
  };
}

function compareCategories(series: Series, { title }: TrendRequest): ComposedTrend {
  const groups = series.points.filter(({ rest }) => !rest);
  const mean = sumOf(groups) / groups.length;
  const name = measureTitle(series);
  const words = describeSeries(
    series,
    "Bar chart",
    title ?? `${name} by ${lowerFirst(series.x.heading)}, against the mean`,
  );
  const above = groups.filter(({ value }) => value > mean).length;
  const comparison = `Mean of the ${groups.length} drawn ${exactNumber(mean, series.y.unit)}; ${above} above it.`;
  return {
    kind: "bar",
    basis: "category",
    series,
    trend: null,
    window: null,
    words: { ...words, alt: `${words.alt} ${comparison}` },
    spec: barChart(series, words, { comparison: { value: mean, label: `mean ${shortNumber(mean, series.y.unit)}` } }),
    notes: [
      `The data has no time column, so there is no trend to draw: ${name} is compared by ${lowerFirst(series.x.heading)}, the largest first, with the mean as a line.`,
      ...series.notes,
    ],
  };
}

function stepName({ axis, x }: Series): string {
  return axis.kind === "time" ? axis.unit : lowerFirst(x.heading);
}

function tellTrend({ y, axis, points }: Series, trend: TrendLine | undefined): string {
  if (!trend) return "One point has no trend.";
  const change = `${exactNumber(trend.slope, y.unit)} per ${axis.kind === "time" ? axis.unit : "step"}`;
  const fit = `R² ${trend.r_squared.toFixed(2)} over ${points.length} points`;
  if (trend.direction === "no_trend") return `No clear trend (slope ${change}, ${fit}).`;
  return `The trend is ${trend.direction}: ${change} (${fit}), from ${exactNumber(trend.start, y.unit)} to ${exactNumber(trend.end, y.unit)}.`;
}
