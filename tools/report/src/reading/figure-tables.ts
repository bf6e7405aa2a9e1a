import type { TableBlock } from "#blocks/block.ts";
import { createTable } from "#blocks/create-table.ts";
import { shortLine } from "#wording/clean-text.ts";
import { headingOf, measureHeading } from "#wording/heading-of.ts";
import { writerFor } from "#wording/numbers.ts";
import { isPlainObject } from "./plain-object.ts";
import { salesFigureLabels } from "./sales-words.ts";

export type Scalar = string | number | boolean;

export function isScalar(value: unknown): value is Scalar {
  return (
    (typeof value === "number" && Number.isFinite(value)) ||
    typeof value === "boolean" ||
    (typeof value === "string" && value !== "")
  );
}

/** How the values of a column or figure stand in a report. `name` tells their unit. */
export function valueWriter(name: string, values: readonly unknown[]): (value: unknown) => string {
  const writeNumber = writerFor(
    name,
    values.filter((value) => typeof value === "number"),
  );
  return (value) => {
    if (typeof value === "number" && Number.isFinite(value)) return writeNumber(value);
    if (typeof value === "boolean") return value ? "yes" : "no";
    if (typeof value === "string") return shortLine(value, 400);
    if (value === null || value === undefined || typeof value === "number") return "–";
    return shortLine(JSON.stringify(value), 200);
  };
}

/** Names of statistics as people know them. */
const statisticLabels: ReadonlyMap<string, string> = new Map([
  ["mean", "Average"],
  ["std", "Standard deviation"],
  ["min", "Lowest"],
  ["max", "Highest"],
  ["sum", "Total"],
  ["q1", "Lower quartile"],
  ["q3", "Upper quartile"],
  ["p5", "5th percentile"],
  ["p95", "95th percentile"],
]);

export type FigureOptions = {
  /** What keys were called before an analysis renamed them; tells their units. */
  readonly aliases?: ReadonlyMap<string, string>;
};

/** Names and values below each other. */
export function figuresTable(
  figures: readonly (readonly [string, Scalar])[],
  { aliases }: FigureOptions = {},
): TableBlock {
  const rows = figures.map(([key, value]) => [
    labelOf(key, aliases),
    valueWriter(aliases?.get(key) ?? key, [value])(value),
  ]);
  const table = createTable({ header: ["Figure", "Value"], rows, align: ["left", "right"] });
  // A value at the other end of the line is hard to read along.
  return rows.flat().some((cell) => cell.length > longCell) ? table : { ...table, widths: [null, null] };
}

const longCell = 40;

function labelOf(key: string, aliases: FigureOptions["aliases"]): string {
  return (aliases?.has(key) ? salesFigureLabels.get(key) : undefined) ?? measureHeading(key);
}

/** Several things described by the same figures: `{ amount: { count, sum }, quantity: { count, sum } }`. */
export function isMatrix(value: unknown): value is { readonly [name: string]: { readonly [figure: string]: unknown } } {
  if (!isPlainObject(value)) return false;
  const rows = Object.values(value);
  return (
    rows.length > 0 &&
    rows.every(
      (row) =>
        isPlainObject(row) &&
        Object.values(row).some((cell) => typeof cell === "number") &&
        Object.values(row).every((cell) => cell === null || isScalar(cell)),
    )
  );
}

/** Figures run down the page, things across it, or the other way round where the things are more. */
export function matrixTable(matrix: { readonly [name: string]: { readonly [figure: string]: unknown } }): TableBlock {
  const names = Object.keys(matrix);
  const figures = [...new Set(names.flatMap((name) => Object.keys(matrix[name] ?? {})))];
  const writers = new Map(names.map((name) => [name, valueWriter(name, Object.values(matrix[name] ?? {}))]));
  const cellOf = (name: string, figure: string): string => {
    const value = matrix[name]?.[figure];
    const write = unitless.has(figure) ? undefined : writers.get(name);
    return (write ?? valueWriter("", [value]))(value);
  };
  const labels = figures.map((figure) => statisticLabels.get(figure) ?? headingOf(figure));
  const headings = names.map(measureHeading);
  const across = names.length <= figures.length;
  return createTable({
    header: ["", ...(across ? headings : labels)],
    rows: across
      ? figures.map((figure, place) => [labels[place] ?? "", ...names.map((name) => cellOf(name, figure))])
      : names.map((name, place) => [headings[place] ?? "", ...figures.map((figure) => cellOf(name, figure))]),
    align: ["left", ...(across ? headings : labels).map(() => "right" as const)],
  });
}

/** Figures that do not share the unit of what they describe. */
const unitless: ReadonlySet<string> = new Set(["count", "missing", "skewness", "kurtosis", "unique", "nulls"]);
