import type { Table } from "@aiecs/core/toolkit";
import type { SeriesInput } from "./series.ts";

/** What results say of where their samples came from. */
export type InputInfo = {
  value_column: string;
  time_column: string | null;
  series_column: string | string[] | null;
  rows: number;
  skipped_rows: number;
  notes: string[];
  df: Table;
};

export function describeInput(input: SeriesInput, notes: readonly string[] = []): InputInfo {
  const [first, ...others] = input.seriesColumns;
  return {
    value_column: input.valueColumn,
    time_column: input.timeColumn,
    series_column: first === undefined ? null : others.length === 0 ? first : [...input.seriesColumns],
    rows: input.rows,
    skipped_rows: input.skipped,
    notes: [...new Set([...input.notes, ...notes])],
    df: input.table,
  };
}
