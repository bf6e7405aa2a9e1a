import { extname } from "node:path";
import { ValidationError } from "@aiecs/core/toolkit";
import { readCsv } from "#csv/read-csv.ts";
import type { DuckTable } from "#duckdb/duck-table.ts";
import type { FileRequest } from "./file-request.ts";
import { readJson } from "./read-json.ts";
import { readParquet } from "./read-parquet.ts";

const readers: { readonly [extension: string]: (request: FileRequest) => Promise<DuckTable> } = {
  ".csv": (request) => readCsv({ ...request, options: {} }),
  ".tsv": (request) => readCsv({ ...request, options: {} }),
  ".txt": (request) => readCsv({ ...request, options: {} }),
  ".json": readJson,
  ".ndjson": readJson,
  ".jsonl": readJson,
  ".parquet": readParquet,
};

/** Reads a file into a table; its extension tells the format. @throws E001 when the format is unknown or the file broken */
export async function readFile(request: FileRequest): Promise<DuckTable> {
  const extension = extname(request.path).toLowerCase();
  const read = Object.hasOwn(readers, extension) ? readers[extension] : undefined;
  if (read !== undefined) return await read(request);
  throw new ValidationError(
    `Cannot read ${request.file} as a table: expected a file that ends in ${Object.keys(readers).join(", ")}`,
  );
}
