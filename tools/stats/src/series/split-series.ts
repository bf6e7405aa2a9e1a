import type { ColumnValues, Table } from "@aiecs/core/toolkit";
import type { Times } from "./times.ts";

/** Rows that belong together, in the order of the table. */
export type RowGroup = { readonly name: string | null; readonly rows: Uint32Array };

const maxGuessedSeries = 100;
/** Between labels of a key: "a b" with "c" is another series than "a" with "b c". */
const separator = "\u0000";

/** Groups rows by what the given columns hold: one group, without a name, when there are none. */
export async function splitRows(table: Table, columns: readonly string[]): Promise<readonly RowGroup[]> {
  if (columns.length === 0) return [{ name: null, rows: Uint32Array.from({ length: table.rows }, (_, row) => row) }];
  const labels = await Promise.all(columns.map((column) => table.column(column)));
  const groups = new Map<string, number[]>();
  for (let row = 0; row < table.rows; row++) {
    const key = labels.map((values) => labelText(values, row)).join(separator);
    const rows = groups.get(key);
    if (rows) rows.push(row);
    else groups.set(key, [row]);
  }
  return Array.from(groups, ([key, rows]) => ({ name: nameOf(key), rows: Uint32Array.from(rows) }));
}

function nameOf(key: string): string {
  return key
    .split(separator)
    .filter((label) => label !== "")
    .join(" ");
}

/**
 * The column that tells series apart in a long table: when moments repeat, the first text column under which none does (the
 * symbol of a table of share prices). Null when rows are plainly one series.
 */
export async function guessSeriesColumn(table: Table, times: Times | null): Promise<string | null> {
  if (times === null) return null;
  const labels = table.schema.filter(({ name, type }) => type === "string" && name !== times.column);
  if (labels.length === 0 || !repeats(times.values)) return null;
  for (const { name } of labels) {
    if (separates(await table.column(name), times.values)) return name;
  }
  return null;
}

function repeats(times: Float64Array): boolean {
  if (times.every((time, row) => row === 0 || time > (times[row - 1] as number))) return false;
  const seen = new Set<number>();
  return times.some((time) => seen.size === seen.add(time).size);
}

function separates(labels: ColumnValues, times: Float64Array): boolean {
  const seen = new Map<string, Set<number>>();
  for (let row = 0; row < times.length; row++) {
    const label = labelText(labels, row);
    let moments = seen.get(label);
    if (moments === undefined) {
      if (seen.size === maxGuessedSeries) return false;
      seen.set(label, (moments = new Set()));
    }
    const time = times[row] as number;
    if (moments.has(time)) return false;
    moments.add(time);
  }
  return seen.size > 1 && times.length >= 2 * seen.size;
}

function labelText(values: ColumnValues, row: number): string {
  const value = values[row];
  return value === null || value === undefined || value === "{}" ? "" : String(value);
}
