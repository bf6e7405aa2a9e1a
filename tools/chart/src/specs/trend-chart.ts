import type { TopLevelSpec } from "vega-lite";
import type { MovingAverage } from "#series/moving-average.ts";
import type { Series } from "#series/series.ts";
import type { TrendLine } from "#series/trend-line.ts";
import { additive, type Description, measureTitle } from "./describe-series.ts";
import { frame, type Layer } from "./frame.ts";
import { orderedEncoding } from "./line-chart.ts";
import { colors } from "./theme.ts";

export type TrendParts = { readonly average: MovingAverage | undefined; readonly trend: TrendLine | undefined };

type Strand = { readonly name: string; readonly color: string; readonly dash?: readonly number[] };

/** The series, pale; its moving average, strong; its straight trend, dashed. */
export function trendChart(
  series: Series,
  { title, subtitle }: Description,
  { average, trend }: TrendParts,
): TopLevelSpec {
  const { points } = series;
  const name = measureTitle(series);
  const raw: Strand = { name, color: average ? colors.pale : colors.main };
  const smooth: Strand = { name: average?.name ?? "", color: colors.main };
  const straight: Strand = { name: "Linear trend", color: colors.second, dash: [6, 4] };
  const strands = [raw, ...(average ? [smooth] : []), ...(trend ? [straight] : [])];
  const ordered = orderedEncoding(series, additive(series) && !points.some(({ value }) => value < 0));
  const drawn = (strand: Strand, values: readonly object[], strokeWidth: number): Layer => ({
    data: { values: [...values] },
    mark: {
      type: "line",
      strokeWidth,
      strokeJoin: "round",
      strokeCap: "round",
      ...(strand.dash ? { strokeDash: [...strand.dash] } : {}),
      point: points.length === 1,
    },
    encoding: { ...ordered, color: colorOf(strand, strands) },
  });
  const [first, last] = [points[0], points.at(-1)];
  return {
    ...frame(title, subtitle),
    data: { values: [] },
    layer: [
      drawn(
        raw,
        points.map(({ x, value, label }) => ({ x, y: value, label })),
        average ? 1.5 : 2.25,
      ),
      ...(average
        ? [
            drawn(
              smooth,
              points.flatMap(({ x }, place) => pointAt(x, average.values[place])),
              2.5,
            ),
          ]
        : []),
      ...(trend && first && last
        ? [drawn(straight, [...pointAt(first.x, trend.start), ...pointAt(last.x, trend.end)], 2)]
        : []),
    ],
  };
}

function pointAt(x: number, y: number | null | undefined): { readonly x: number; readonly y: number }[] {
  return y === null || y === undefined ? [] : [{ x, y }];
}

/** One legend for all strands: Vega-Lite would make a second one for the dashes. */
function colorOf(strand: Strand, strands: readonly Strand[]): object {
  const scale = { domain: strands.map(({ name }) => name), range: strands.map(({ color }) => color) };
  return { datum: strand.name, type: "nominal", scale };
}
