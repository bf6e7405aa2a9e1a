import type { TopLevelSpec } from "vega-lite";
import type { Point, Series } from "#series/series.ts";
import { shortNumber } from "#wording/numbers.ts";
import { columnLabels, valueLabels } from "./axes.ts";
import type { Description } from "./describe-series.ts";
import { frame } from "./frame.ts";
import { colors } from "./theme.ts";

/** So many columns have room for their figures above them; of more, an axis tells the height. */
const columnsWithFigures = 14;

/** One column per period, in their order; a period that is cut short is paler. */
export function columnChart({ axis, points, x, y }: Series, { title, subtitle }: Description): TopLevelSpec {
  const figures = points.length <= columnsWithFigures;
  const values = points.map(({ x, value, label, partial = false }) => ({
    x,
    y: value,
    label,
    negative: value < 0,
    partial,
    text: shortNumber(value, y.unit),
  }));
  const horizontal = {
    field: "x",
    type: "ordinal",
    sort: null,
    // Few columns keep the width of columns.
    scale: { paddingInner: 0.3, paddingOuter: Math.max(0.2, 3 - points.length / 2) },
    axis: {
      title: axis.kind === "time" ? null : x.heading,
      labelAngle: 0,
      labelOverlap: false,
      ticks: false,
      domain: !points.some(({ value }) => value < 0),
      labelExpr: columnLabels(axis, points.length),
    },
  } as const;
  const vertical = {
    field: "y",
    type: "quantitative",
    scale: figures ? { nice: false, domain: domainWithRoom(points) } : { zero: true, nice: true },
    axis: figures ? null : { title: null, tickCount: 5, labelExpr: valueLabels(y.unit, points) },
  } as const;
  return {
    ...frame(title, subtitle),
    data: { values },
    layer: [
      {
        mark: { type: "bar", cornerRadiusEnd: 2, opacity: { expr: "datum.partial ? 0.45 : 1" } },
        encoding: { x: horizontal, y: { ...vertical, stack: null }, color: signColors },
      },
      ...(points.some(({ value }) => value < 0)
        ? [
            {
              data: { values: [{ y: 0 }] },
              mark: { type: "rule", color: colors.rest },
              encoding: { y: vertical },
            } as const,
          ]
        : []),
      ...(figures
        ? [
            {
              mark: figureMark,
              encoding: { x: horizontal, y: vertical, text: { field: "text", type: "nominal" } },
            } as const,
          ]
        : []),
    ],
  };
}

function domainWithRoom(points: readonly Point[]): [number, number] {
  const high = points.reduce((most, { value }) => Math.max(most, value), 0);
  const low = points.reduce((least, { value }) => Math.min(least, value), 0);
  const room = (high - low || 1) * 0.09;
  return [low < 0 ? low - room : 0, high > 0 || low === 0 ? high + room : 0];
}

const signColors = {
  field: "negative" as const,
  type: "nominal" as const,
  legend: null,
  scale: { domain: [false, true], range: [colors.main, colors.negative] },
};

const figureMark = {
  type: "text",
  baseline: { expr: 'datum.negative ? "top" : "bottom"' },
  dy: { expr: "datum.negative ? 5 : -5" },
  fontSize: 11,
  color: colors.label,
} as const;
