import type { Figure } from "#reading/figures.ts";
import { tidy } from "#series/groups.ts";
import type { Series } from "#series/series.ts";
import { additive, measureTitle, sumOf } from "#specs/describe-series.ts";
import { exactNumber } from "#wording/numbers.ts";
import { lowerFirst } from "#wording/words.ts";

/** The figures that a bare table suggests: those of its first chart. */
export function keyFiguresOf(series: Series): readonly Figure[] {
  const { axis, points, rows, y } = series;
  const figure = (label: string, value: number, note = ""): Figure => ({
    label,
    value,
    text: `${exactNumber(value, y.unit)}${note}`,
  });
  const rowCount = { label: "Rows", value: rows, text: exactNumber(rows) };
  const [first] = points;
  if (!first) return [rowCount];
  const highest = points.reduce((best, point) => (point.value > best.value ? point : best));
  const lowest = points.reduce((best, point) => (point.value < best.value ? point : best));
  const name = measureTitle(series);
  const sum = sumOf(points);
  const step = axis.kind === "time" ? axis.unit : axis.kind === "category" ? lowerFirst(series.x.heading) : "point";
  const whole = additive(series) ? [figure(name.startsWith("Total ") ? name : `Total ${lowerFirst(name)}`, sum)] : [];
  const means =
    axis.kind === "category" && points.some(({ rest }) => rest)
      ? []
      : [figure(`Mean per ${step}`, tidy(sum / points.length))];
  const extremes =
    points.length > 1
      ? [
          figure(`Highest ${step}`, highest.value, ` (${highest.label})`),
          figure(`Lowest ${step}`, lowest.value, ` (${lowest.label})`),
        ]
      : [];
  return [rowCount, ...whole, ...means, ...extremes];
}
