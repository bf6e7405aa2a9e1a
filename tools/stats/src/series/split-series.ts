import type { ColumnValues, Table } from "@aiecs/core/toolkit";
import type { Times } from "./times.ts";

/** Rows that belong together, in the order of the table. */
export type RowGroup = { readonly name: string | null; readonly rows: Uint32Array };

const maxGuessedSeries = 100;

/** Groups rows by what the given columns hold: one group, without a name, when there are none. */
export async function splitRows(table: Table, columns: readonly string[]): Promise<readonly RowGroup[]> {
  if (columns.length === 0) return [{ name: null, rows: Uint32Array.from({ length: table.rows }, (_, row) => row) }];
  const labels = await Promise.all(columns.map((column) => table.column(column)));
  const groups = new Map<string, number[]>();
  for (let row = 0; row < table.rows; row++) {
    const name = labels
      .map((values) => labelText(values, row))
      .filter((text) => text !== "")
      .join(" ");
    const rows = groups.get(name);
    if (rows) rows.push(row);
    else groups.set(name, [row]);
  }
  return Array.from(groups, ([name, rows]) => ({ name, rows: Uint32Array.from(rows) }));
}

/**
 * The column that tells series apart in a long table: when moments repeat, the first text column under which none does (the
 * symbol of a table of share prices). Null when rows are plainly one series.
 */
export async function guessSeriesColumn(table: Table, times: Times | null): Promise<string | null> {
  if (times === null) return null;
  const labels = table.schema.filter(({ name, type }) => type === "string" && name !== times.column);
  if (labels.length === 0 || new Set(times.values).size === times.values.length) return null;
  for (const { name } of labels) {
    if (separates(await table.column(name), times.values)) return name;
  }
  return null;
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
