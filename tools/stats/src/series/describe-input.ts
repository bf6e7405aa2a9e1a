import type { SeriesInfo } from "#schemas/series-info.ts";
import type { SeriesInput } from "./series.ts";

/** What a result says of where its samples came from; `notes` are those of the operation itself. */
export function describeInput(input: SeriesInput, notes: readonly string[] = []): SeriesInfo {
  const [first, ...others] = input.seriesColumns;
  return {
    value_column: input.valueColumn,
    time_column: input.timeColumn,
    series_column: first === undefined ? null : others.length === 0 ? first : input.seriesColumns,
    rows: input.rows,
    skipped_rows: input.skipped,
    notes: [...new Set([...input.notes, ...notes])],
    df: input.table,
  };
}
