import type { TableInput } from "@aiecs/core/toolkit";
import type { DuckTable } from "#duckdb/duck-table.ts";
import { openTable, type PandasContext } from "#files/open-table.ts";

/** Makes a table of whatever a table parameter takes, files included; other tools read their files through it. */
export async function loadTable({ df }: { readonly df: TableInput }, context: PandasContext): Promise<DuckTable> {
  return await openTable(df, context);
}
