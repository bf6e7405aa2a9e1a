import { extname } from "node:path";
import { findTable, locateArtifact, type ToolContext } from "@aiecs/core/toolkit";
import type { DuckTable } from "#duckdb/duck-table.ts";
import type { Engine } from "#duckdb/engine.ts";
import { readFile } from "./read-file.ts";
import { readWorkbook, workbookExtensions } from "./read-workbook.ts";

/** What an operation of this tool gets: the database is the tool's instance. */
export type PandasContext = ToolContext<Engine>;

/** The table that a parameter stands for, in the database: whatever `readTable` takes, files included. */
export async function openTable(value: unknown, context: PandasContext): Promise<DuckTable> {
  const source = findTable(value, context);
  if ("table" in source) return await context.instance.adopt(source.table);
  const { name, path } =
    "path" in source
      ? { name: source.path, path: await context.files.readable(source.path) }
      : await locateArtifact(source.artifact, context);
  if (workbookExtensions.includes(extname(path).toLowerCase())) {
    const file = "artifact" in source && typeof source.artifact === "object" ? source.artifact : name;
    return await context.instance.adopt(await readWorkbook(file, name, context));
  }
  return await readFile({
    engine: context.instance,
    path,
    file: name,
    signal: context.signal,
    progress: (fraction) => context.progress(fraction, `Reading ${name}`),
  });
}
