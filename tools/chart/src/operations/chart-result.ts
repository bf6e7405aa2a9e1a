import type { DrawnChart } from "#drawing/draw-chart.ts";
import type { ChartResult } from "#schemas/chart-result.ts";
import type { ComposedChart } from "#specs/compose-chart.ts";

/** What an operation tells of a chart it has drawn. */
export function resultOf(
  { words, series, spec, notes, kind }: ComposedChart,
  drawn: DrawnChart,
  notesBefore: readonly string[] = [],
): ChartResult {
  return {
    title: words.title,
    kind,
    alt: words.alt,
    x: series.x.name,
    y: series.y.name,
    aggregation: series.aggregation,
    rows: series.rows,
    points: series.points.length,
    svg: drawn.svg,
    png: drawn.png,
    spec,
    notes: [...notesBefore, ...notes, ...drawn.notes],
  };
}
