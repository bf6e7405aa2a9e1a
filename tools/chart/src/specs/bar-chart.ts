import type { TopLevelSpec } from "vega-lite";
import type { Point, Series } from "#series/series.ts";
import { percentage, shortNumber } from "#wording/numbers.ts";
import type { Description } from "./describe-series.ts";
import { frame, type Layer } from "./frame.ts";
import { colors } from "./theme.ts";

export type BarOptions = {
  /** A value that the bars are to be compared with, drawn as a line across them. */
  readonly comparison?: { readonly value: number; readonly label: string } | undefined;
  /** Each bar's part of the whole, written behind its figure. */
  readonly shares?: readonly number[] | undefined;
};

const barHeightPx = 26;

/** One bar per category, its figure at its end: nobody has to read a value off an axis. */
export function barChart(
  { points, y }: Series,
  { title, subtitle }: Description,
  { comparison, shares }: BarOptions = {},
): TopLevelSpec {
  const values = points.map((point, place) => ({
    place,
    y: point.label,
    x: point.value,
    text: figureOf(shortNumber(point.value, y.unit), shares?.[place]),
    kind: point.rest ? "rest" : point.value < 0 ? "negative" : "positive",
  }));
  const x = valueScale(points);
  return {
    ...frame(title, subtitle, Math.max(170, points.length * barHeightPx + (comparison ? 122 : 100))),
    data: { values },
    layer: [
      { mark: { type: "bar", cornerRadiusEnd: 2 }, encoding: { x, y: categories, color: kindColors } },
      { mark: figureMark, encoding: { x, y: categories, text: { field: "text", type: "nominal" } } },
      ...(comparison ? comparisonLayers(comparison, x) : []),
    ],
  };
}

/** Each point's part of the whole; undefined where the points are no parts of one. */
export function sharesOf(points: readonly Point[]): readonly number[] | undefined {
  const sum = points.reduce((total, { value }) => total + value, 0);
  if (sum <= 0 || points.length < 2 || points.some(({ value }) => value < 0)) return undefined;
  return points.map(({ value }) => value / sum);
}

function figureOf(value: string, share: number | undefined): string {
  return share === undefined ? value : `${value} (${percentage(share)})`;
}

/** In the points' own order; names beyond the limit end in an ellipsis. */
const categories = {
  field: "y",
  type: "nominal",
  sort: { field: "place", op: "min" },
  scale: { paddingInner: 0.32, paddingOuter: 0.16 },
  axis: { title: null, labelLimit: 190, domain: false, ticks: false, labelFontSize: 12, labelOverlap: false },
} as const;

const kindColors = {
  field: "kind" as const,
  type: "nominal" as const,
  legend: null,
  scale: { domain: ["positive", "negative", "rest"], range: [colors.main, colors.negative, colors.rest] },
};

const figureMark = {
  type: "text",
  align: { expr: 'datum.x < 0 ? "right" : "left"' },
  dx: { expr: "datum.x < 0 ? -6 : 6" },
  fontSize: 11.5,
  color: colors.label,
} as const;

type ValueScale = {
  readonly field: "x";
  readonly type: "quantitative";
  readonly scale: { readonly nice: false; readonly domain: [number, number] };
  readonly axis: null;
};

/** Figures stand beyond the ends of their bars: the scale leaves them room, on the side where bars go. */
function valueScale(points: readonly Point[]): ValueScale {
  const high = points.reduce((most, { value }) => Math.max(most, value), 0);
  const low = points.reduce((least, { value }) => Math.min(least, value), 0);
  const room = (high - low || 1) * 0.24;
  const domain: [number, number] = [low < 0 ? low - room : 0, high > 0 || low === 0 ? high + room : room / 4];
  return { field: "x", type: "quantitative", scale: { nice: false, domain }, axis: null };
}

function comparisonLayers(
  { value, label }: { readonly value: number; readonly label: string },
  x: ValueScale,
): Layer[] {
  const data = { values: [{ x: value, text: label }] };
  return [
    { data, mark: { type: "rule", color: colors.text, strokeDash: [4, 3], strokeWidth: 1.25 }, encoding: { x } },
    {
      data,
      mark: { type: "text", baseline: "bottom", align: "left", dx: -2, dy: -5, fontSize: 11, color: colors.text },
      encoding: { x, y: { value: 0 }, text: { field: "text", type: "nominal" } },
    },
  ];
}
