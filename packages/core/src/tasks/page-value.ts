import type { Artifact, ArtifactStore, StoredArtifact } from "#contracts/artifact-store.ts";
import { DslEvaluationError, NotFoundError, ValidationError } from "#contracts/errors.ts";
import { isTable, type Table } from "#contracts/table.ts";
import type { ResultPage, ResultRead } from "#contracts/task.ts";
import { parseReference } from "#execution/references/parse.ts";
import { printSegment } from "#execution/references/print.ts";
import { resolveReference } from "#execution/references/resolve.ts";
import { isArtifactHandle } from "#toolkit/artifact-schema.ts";
import { unknownColumn } from "#toolkit/memory-table.ts";
import { isTableJson, type TableJson } from "#toolkit/table-input.ts";
import { isList, toShown } from "./kept-value.ts";
import { type PageSource, pick, readPage } from "./page-source.ts";
import { parquetRows } from "./parquet-source.ts";
import { jsonLines, textLines } from "./text-source.ts";

type Files = Pick<ArtifactStore, "find" | "read">;

/**
 * A page of any value: rows of a table, elements of a list, lines of a text or of a text file, or the value as it is.
 *
 * @param files where tables and handles of files find theirs: only those that the caller may see
 * @throws E007 when the path leads nowhere, E001 for an unknown column
 */
export async function pageValue(whole: unknown, read: ResultRead, files?: Files): Promise<ResultPage> {
  const value = valueAt(whole, parsePath(read.path));
  const source = await sourceOf(value, files);
  if (!source) return { kind: "value", data: toShown(pick(value, read.select)), total: null, next: null };
  if (source.schema) refuseUnknown(read.select, source.schema);
  const page = await readPage(source, read);
  return page.kind === "items" ? { ...page, data: toShown(page.data) } : page;
}

/** A path as in references, such as `.data.items[2]`. @throws E007 */
export function parsePath(path = ""): readonly (string | number)[] {
  return path === "" ? [] : parseReference(`$input${path}`).path;
}

/** @throws E007 saying how far the path does exist */
export function valueAt(whole: unknown, path: readonly (string | number)[]): unknown {
  if (path.length === 0) return whole;
  const reference = { root: "input", path, text: `$input${path.map(printSegment).join("")}` } as const;
  const scope = { input: whole, item: undefined, index: 0, outcome: nothingElse };
  try {
    return resolveReference({ reference, path: "path", target: undefined }, scope);
  } catch (error) {
    if (!(error instanceof DslEvaluationError)) throw error;
    // Whoever reads a result has not written a reference.
    throw new DslEvaluationError(error.message.replaceAll("'$input", "'result"), { details: error.details });
  }
}

function nothingElse(): never {
  throw new Error("A path within a result names no step");
}

async function sourceOf(value: unknown, files: Files | undefined): Promise<PageSource | undefined> {
  if (isTable(value)) return tableRows(value);
  if (isTableJson(value)) return await tableJsonRows(value, files);
  if (isList(value)) return { kind: "items", total: value.length, scan: (offset) => value.slice(offset) };
  if (typeof value === "string") return linesOfText(value);
  if (isArtifactHandle(value) && files) return await fileSource(await foundFile(value.id, files), files);
  return undefined;
}

function linesOfText(text: string): PageSource {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return { kind: "lines", total: lines.length, scan: (offset) => lines.slice(offset) };
}

const portion = 1_000;

/** Rows in portions, so that no large table is in memory as records. */
function tableRows(table: Table): PageSource {
  return {
    kind: "rows",
    total: table.rows,
    schema: table.schema,
    async *scan(offset, { select, limit = portion } = {}) {
      const columns = select && { columns: select };
      for (let at = offset; at < table.rows; ) {
        const records = await table.records({ offset: at, limit: Math.min(limit, portion), ...columns });
        if (records.length === 0) return;
        yield* records;
        at += records.length;
      }
    },
  };
}

async function tableJsonRows(table: TableJson, files: Files | undefined): Promise<PageSource> {
  const { data, rows, schema, artifact } = table;
  if (data.length >= rows || typeof artifact !== "string") {
    return { kind: "rows", total: rows, schema, scan: (offset) => data.slice(offset) };
  }
  if (!files) throw new ValidationError("The rows of this table are kept in a file, which cannot be read here");
  const file = await foundFile(artifact, files);
  if (isParquet(file)) return parquetRows(files, file, table);
  return { ...jsonLines(files, file.id, rows), kind: "rows", schema };
}

async function fileSource(file: StoredArtifact, files: Files): Promise<PageSource | undefined> {
  if (isParquet(file)) return await parquetRows(files, file);
  if (/[/+.-]ndjson$/.test(mediaTypeOf(file))) return jsonLines(files, file.id, null);
  return /^text\/|[/+](?:json|xml|yaml|javascript)$/.test(mediaTypeOf(file)) ? textLines(files, file.id) : undefined;
}

async function foundFile(id: string, files: Files): Promise<StoredArtifact> {
  const found = await files.find(id);
  if (found) return found;
  throw new NotFoundError(`There is no artifact ${JSON.stringify(id)}`);
}

function isParquet(file: Artifact): boolean {
  return mediaTypeOf(file) === "application/vnd.apache.parquet";
}

function mediaTypeOf({ media_type: type }: Artifact): string {
  return type.split(";", 1)[0] ?? "";
}

function refuseUnknown(select: readonly string[] | undefined, schema: NonNullable<PageSource["schema"]>): void {
  const unknown = select?.find((name) => !schema.some((column) => column.name === name));
  if (unknown === undefined) return;
  throw unknownColumn(
    unknown,
    schema.map(({ name }) => ({ name, type: "other" })),
  );
}
