import type { TopLevelSpec } from "vega-lite";
import type { Series } from "#series/series.ts";
import { shortNumber } from "#wording/numbers.ts";
import { timeLabels, valueLabels } from "./axes.ts";
import { additive, type Description } from "./describe-series.ts";
import { frame } from "./frame.ts";
import { colors } from "./theme.ts";

/** A line along time or a number, with its last value written at its end. `area` fills it down to zero. */
export function lineChart(series: Series, { title, subtitle }: Description, shape: "line" | "area"): TopLevelSpec {
  const { points, y } = series;
  const last = points
    .slice(-1)
    .map((point) => ({ x: point.x, y: point.value, text: shortNumber(point.value, y.unit) }));
  return {
    ...frame(title, subtitle),
    data: { values: points.map((point) => ({ x: point.x, y: point.value, label: point.label })) },
    encoding: orderedEncoding(series, shape === "area" || additive(series)),
    layer: [
      ...(shape === "area" ? [{ mark: { type: "area" as const, color: colors.main, opacity: 0.12 } }] : []),
      {
        mark: {
          type: "line",
          color: colors.main,
          strokeWidth: 2.25,
          strokeJoin: "round",
          point: points.length <= 31 ? { filled: true, size: 28, color: colors.main } : false,
        },
      },
      {
        data: { values: last },
        mark: { type: "point", filled: true, size: 55, color: colors.main, opacity: 1 },
      },
      {
        data: { values: last },
        mark: {
          type: "text",
          align: "left",
          baseline: "middle",
          dx: 9,
          fontSize: 12,
          fontWeight: "bold",
          color: colors.main,
        },
        encoding: { text: { field: "text", type: "nominal" } },
      },
    ],
  };
}

type OrderedEncoding = {
  readonly x: {
    readonly field: "x";
    readonly type: "temporal" | "quantitative";
    readonly axis: object;
    readonly scale: object;
  };
  readonly y: { readonly field: "y"; readonly type: "quantitative"; readonly axis: object; readonly scale: object };
};

/** The two axes of what runs along time or a number. */
export function orderedEncoding({ axis, points, x, y }: Series, fromZero: boolean): OrderedEncoding {
  // With few points, ticks between them would only repeat their names.
  const ticks = points.length <= 10 ? { values: points.map((point) => point.x) } : { tickCount: 8 };
  const values = { title: null, tickCount: 5, labelExpr: valueLabels(y.unit, points) };
  return {
    x:
      axis.kind === "time"
        ? {
            field: "x",
            type: "temporal",
            scale: { type: "utc" },
            axis: { title: null, ...ticks, labelExpr: timeLabels(points), labelFlush: true },
          }
        : {
            field: "x",
            type: "quantitative",
            scale: { zero: false, nice: false },
            axis: { title: x.heading, ...ticks },
          },
    y: { field: "y", type: "quantitative", scale: { zero: fromZero, nice: true }, axis: values },
  };
}
