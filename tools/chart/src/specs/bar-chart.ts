import type { TopLevelSpec } from "vega-lite";
import { textWidth } from "#drawing/fonts.ts";
import type { Point, Series } from "#series/series.ts";
import { percentage, shortNumber } from "#wording/numbers.ts";
import type { Description } from "./describe-series.ts";
import { frame, type Layer } from "./frame.ts";
import { colors, pictureSize } from "./theme.ts";

export type BarOptions = {
  /** A value that the bars are to be compared with, drawn as a line across them. */
  readonly comparison?: { readonly value: number; readonly label: string } | undefined;
  /** Each bar's part of the whole, written behind its figure. */
  readonly shares?: readonly number[] | undefined;
};

const barHeightPx = 26;
const nameSizePx = 12;
const nameLimitPx = 190;
const figureSizePx = 11.5;

/** One bar per category, its figure at its end: nobody has to read a value off an axis. */
export function barChart(
  { points, y }: Series,
  { title, subtitle }: Description,
  { comparison, shares }: BarOptions = {},
): TopLevelSpec {
  const longest = longestBar(points);
  const values = points.map((point, place) => ({
    place,
    y: point.label,
    x: Math.min(point.value, longest),
    text: figureOf(shortNumber(point.value, y.unit), shares?.[place], point.value > longest),
    kind: point.rest ? "rest" : point.value < 0 ? "negative" : "positive",
  }));
  const { x, perPixel } = valueScale(values);
  const bars = values.map((bar) => ({ ...bar, inside: isInside(bar, comparison?.value, perPixel) }));
  return {
    ...frame(title, subtitle, Math.max(170, points.length * barHeightPx + (comparison ? 122 : 100))),
    data: { values: bars },
    layer: [
      {
        mark: { type: "bar", cornerRadiusEnd: 2 },
        encoding: { x: { ...x, stack: null }, y: categories, color: kindColors },
      },
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

function figureOf(value: string, share: number | undefined, cut: boolean): string {
  const part = share === undefined ? value : `${value} (${percentage(share)})`;
  return cut ? `${part}, bar cut` : part;
}

/** The rest of thousands of groups can dwarf each of those drawn: its bar is cut then, and says so. */
function longestBar(points: readonly Point[]): number {
  const largest = points.reduce((most, { value, rest }) => (rest ? most : Math.max(most, Math.abs(value))), 0);
  return largest > 0 ? 3 * largest : Number.POSITIVE_INFINITY;
}

/** In the points' own order; names beyond the limit end in an ellipsis. */
const categories = {
  field: "y",
  type: "nominal",
  sort: { field: "place", op: "min" },
  scale: { paddingInner: 0.32, paddingOuter: 0.16 },
  axis: {
    title: null,
    labelLimit: nameLimitPx,
    domain: false,
    ticks: false,
    labelFontSize: nameSizePx,
    labelOverlap: false,
  },
} as const;

const kindColors = {
  field: "kind" as const,
  type: "nominal" as const,
  legend: null,
  scale: { domain: ["positive", "negative", "rest"], range: [colors.main, colors.negative, colors.rest] },
};

const figureMark = {
  type: "text",
  align: { expr: 'datum.x < 0 || datum.inside ? "right" : "left"' },
  dx: { expr: "datum.x < 0 || datum.inside ? -6 : 6" },
  fontSize: figureSizePx,
  color: { expr: `datum.inside ? "#ffffff" : "${colors.label}"` },
} as const;

type ValueScale = {
  readonly field: "x";
  readonly type: "quantitative";
  readonly scale: { readonly nice: false; readonly domain: [number, number] };
  readonly axis: null;
};

type Bar = { readonly x: number; readonly y: string; readonly text: string };

/** Figures stand beyond the ends of their bars: the scale leaves them the room they need, on the side where bars go. */
function valueScale(bars: readonly Bar[]): { readonly x: ValueScale; readonly perPixel: number } {
  const names = Math.min(
    widest(
      bars.map(({ y }) => y),
      nameSizePx,
    ),
    nameLimitPx,
  );
  const plot = pictureSize.width - 2 * pictureSize.padding - names - 8;
  const roomOf = (some: readonly Bar[]): number =>
    some.length === 0
      ? 0
      : widest(
          some.map(({ text }) => text),
          figureSizePx,
        ) + 14;
  const [left, right] = [roomOf(bars.filter(({ x }) => x < 0)), roomOf(bars.filter(({ x }) => x >= 0))];
  const high = bars.reduce((most, { x }) => Math.max(most, x), 0);
  const low = bars.reduce((least, { x }) => Math.min(least, x), 0);
  const perPixel = (high - low || 1) / Math.max(plot - left - right, 80);
  const domain: [number, number] = [low - left * perPixel, high + right * perPixel];
  return { x: { field: "x", type: "quantitative", scale: { nice: false, domain }, axis: null }, perPixel };
}

/** Behind a bar that ends short of the comparison, the figure would lie on its line. */
function isInside({ x, text }: Bar, comparison: number | undefined, perPixel: number): boolean {
  return comparison !== undefined && x < comparison && x / perPixel > textWidth(text, figureSizePx) + 14;
}

function widest(texts: readonly string[], sizePx: number): number {
  return texts.reduce((most, text) => Math.max(most, textWidth(text, sizePx)), 0);
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
