import type { TableBlock } from "#blocks/block.ts";
import { createTable } from "#blocks/create-table.ts";
import { shortLine } from "#wording/clean-text.ts";
import { headingOf } from "#wording/heading-of.ts";
import { writtenAs } from "#wording/numbers.ts";
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

/** A value as it stands in a report. `name` tells its unit. */
export function writtenValue(name: string, value: unknown): string {
  if (typeof value === "number" && Number.isFinite(value)) return writtenAs(name, value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return shortLine(value, 400);
  if (value === null || value === undefined || typeof value === "number") return "–";
  return shortLine(JSON.stringify(value), 200);
}

export type FigureOptions = {
  /** What keys were called before an analysis renamed them; tells their units. */
  readonly aliases?: ReadonlyMap<string, string>;
  readonly caption?: string;
};

/** Names and values below each other. */
export function figuresTable(
  figures: readonly (readonly [string, Scalar])[],
  { aliases, caption }: FigureOptions = {},
): TableBlock {
  return createTable({
    header: ["Figure", "Value"],
    rows: figures.map(([key, value]) => [labelOf(key, aliases), writtenValue(aliases?.get(key) ?? key, value)]),
    align: ["left", "right"],
    caption,
  });
}

function labelOf(key: string, aliases: FigureOptions["aliases"]): string {
  return (aliases?.has(key) ? salesFigureLabels.get(key) : undefined) ?? headingOf(key);
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

/** Figures run down the page, things across it: figures are many, and things few. */
export function matrixTable(
  matrix: { readonly [name: string]: { readonly [figure: string]: unknown } },
  caption?: string,
): TableBlock {
  const names = Object.keys(matrix);
  const figures = [...new Set(names.flatMap((name) => Object.keys(matrix[name] ?? {})))];
  const cellOf = (name: string, figure: string): string =>
    writtenValue(isCount(figure) ? figure : name, matrix[name]?.[figure]);
  const across = names.length <= figures.length;
  return createTable({
    header: ["", ...(across ? names : figures).map(headingOf)],
    rows: across
      ? figures.map((figure) => [headingOf(figure), ...names.map((name) => cellOf(name, figure))])
      : names.map((name) => [headingOf(name), ...figures.map((figure) => cellOf(name, figure))]),
    align: ["left", ...(across ? names : figures).map(() => "right" as const)],
    caption,
  });
}

/** Figures that do not share the unit of what they describe. */
function isCount(figure: string): boolean {
  return ["count", "missing", "skewness", "kurtosis", "unique", "nulls"].includes(figure);
}
