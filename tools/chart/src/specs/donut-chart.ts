import type { TopLevelSpec } from "vega-lite";
import type { Series } from "#series/series.ts";
import { percentage, shortNumber } from "#wording/numbers.ts";
import { type Description, sumOf } from "./describe-series.ts";
import { frame, type Layer } from "./frame.ts";
import { colors, palette } from "./theme.ts";

/** More parts of a circle than this cannot be compared by eye. */
export const maxSlices = 6;

/** Parts of a whole as a ring, the whole in its middle, each part's figure in the legend. */
export function donutChart({ points, y }: Series, { title, subtitle }: Description): TopLevelSpec {
  const total = sumOf(points);
  const slices = points.map((point, place) => ({
    place,
    slice: String(place),
    value: point.value,
    label: point.label,
    text: `${percentage(point.value / total)}  ·  ${shortNumber(point.value, y.unit)}`,
  }));
  const sliceColors = points.map((point, place) => (point.rest ? colors.rest : (palette[place] ?? colors.rest)));
  return {
    ...frame(title, subtitle, 320),
    autosize: { type: "pad" },
    height: 210,
    width: 590,
    data: { values: slices },
    layer: [
      {
        mark: { type: "arc", innerRadius: 62, outerRadius: 102, padAngle: 0.012, x: 110, y: 105 },
        encoding: {
          theta: { field: "value", type: "quantitative", stack: true },
          order: { field: "place", type: "quantitative" },
          color: {
            field: "slice",
            type: "nominal",
            legend: null,
            scale: { domain: slices.map(({ slice }) => slice), range: sliceColors },
          },
        },
      },
      {
        data: { values: [{ text: shortNumber(total, y.unit) }] },
        mark: { type: "text", x: 110, y: 105, fontSize: 19, fontWeight: "bold", color: colors.text },
        encoding: { text: { field: "text", type: "nominal" } },
      },
      ...legendOf(slices, sliceColors),
    ],
  };
}

/** Names beside the ring rather than around it: they never overlap, however long. */
function legendOf(
  slices: readonly { readonly label: string; readonly text: string }[],
  sliceColors: readonly string[],
): Layer[] {
  const rowPx = 30;
  const top = 105 - ((slices.length - 1) * rowPx) / 2;
  return slices.flatMap(({ label, text }, place) => {
    const y = top + place * rowPx;
    return [
      {
        data: { values: [{}] },
        mark: {
          type: "square",
          x: 262,
          y,
          size: 120,
          color: sliceColors[place] ?? colors.rest,
          filled: true,
          opacity: 1,
        },
      },
      {
        data: { values: [{ text: label }] },
        mark: { type: "text", x: 278, y, align: "left", fontSize: 12, color: colors.text, limit: 180 },
        encoding: { text: { field: "text", type: "nominal" } },
      },
      {
        data: { values: [{ text }] },
        mark: { type: "text", x: 590, y, align: "right", fontSize: 12, color: colors.label },
        encoding: { text: { field: "text", type: "nominal" } },
      },
    ];
  });
}
