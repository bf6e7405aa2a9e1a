import { type Projection, trimSql } from "#duckdb/sql.ts";

/** Columns whose texts lose the blanks around them; what then is empty becomes null. */
export function stripColumns(columns: readonly Projection[]): readonly Projection[] {
  return columns.map((column) =>
    column.type === "VARCHAR" ? { ...column, expression: `nullif(${trimSql(column.expression)}, '')` } : column,
  );
}
