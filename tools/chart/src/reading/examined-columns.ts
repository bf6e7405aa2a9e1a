import type { Table } from "@aiecs/core/toolkit";
import { isPlainObject } from "./plain-object.ts";

/** The columns that an analysis was about, for a chart that is not told others. */
export type ExaminedColumns = {
  /** Null where it took the rows in their order. */
  readonly x?: string | null;
  readonly y?: string;
};

/**
 * What the result of an analysis, `stats_tool.calculate_trends` for one, says of the columns of the table it carries as
 * `df`: it is those that a picture of the analysis has to show.
 */
export function examinedIn(
  data: unknown,
  { schema }: Table,
): { readonly examined: ExaminedColumns; readonly notes: readonly string[] } {
  const { value_column: y, time_column: x, series_column: series } = isPlainObject(data) ? data : {};
  const value = schema.find(({ name }) => name === y);
  if (value === undefined || (value.type !== "number" && value.type !== "integer")) return { examined: {}, notes: [] };
  const time = x === null ? null : schema.find(({ name }) => name === x)?.name;
  const told = [series].flat().filter((name) => typeof name === "string");
  const notes =
    told.length === 0 ? [] : [`The analysis tells series apart by ${told.join(" and ")}; they are drawn as one.`];
  return { examined: { y: value.name, ...(time !== undefined && { x: time }) }, notes };
}

/** The columns to draw: those asked for, else those examined. */
export function columnsFor(
  asked: { readonly x?: string | undefined; readonly y?: string | undefined },
  examined: ExaminedColumns,
): { readonly x: string | null | undefined; readonly y: string | undefined } {
  return { x: asked.x ?? examined.x, y: asked.y ?? examined.y };
}
