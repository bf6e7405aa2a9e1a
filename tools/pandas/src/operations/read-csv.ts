import { type CsvOptions, type CsvReport, readCsv } from "#csv/read-csv.ts";
import type { DuckTable } from "#duckdb/duck-table.ts";
import type { PandasContext } from "#files/open-table.ts";

export type ReadCsvParams = CsvOptions & { readonly file_path: string };

/** Reads a CSV file into a table; `report` tells its encoding and delimiter, and what its reader should know. */
export async function readCsvFile(
  { file_path, ...options }: ReadCsvParams,
  context: PandasContext,
): Promise<DuckTable & { readonly report: CsvReport }> {
  return await readCsv({
    engine: context.instance,
    path: await context.files.readable(file_path),
    file: file_path,
    options,
    signal: context.signal,
    progress: (fraction) => context.progress(fraction, `Reading ${file_path}`),
  });
}
