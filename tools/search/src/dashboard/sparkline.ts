import { escapeHtml } from "./html.ts";
import type { Point } from "./page-state.ts";
import type { Unit } from "./panel.ts";
import { wordFigure } from "./word-figure.ts";

const width = 160;
const height = 36;
const margin = 2;

/** The course of a figure as an inline drawing whose title tells it in words; nothing for fewer than two values. */
export function drawSparkline(points: readonly Point[], unit: Unit): string {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2) return "";
  const values = points.map(([, value]) => value);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const place = (value: number, index: number) => {
    const x = margin + ((width - 2 * margin) * index) / (points.length - 1);
    // A course without change runs through the middle.
    const share = high === low ? 0.5 : (value - low) / (high - low);
    return `${x.toFixed(1)},${(height - margin - (height - 2 * margin) * share).toFixed(1)}`;
  };
  const words = `${points.length} values from ${first[0]} to ${last[0]}, lowest ${wordFigure(low, unit)}, highest ${wordFigure(high, unit)}`;
  return `<svg viewBox="0 0 ${width} ${height}" role="img"><title>${escapeHtml(words)}</title><polyline points="${values.map(place).join(" ")}"/></svg>`;
}
