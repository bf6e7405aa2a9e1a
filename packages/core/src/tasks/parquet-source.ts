import type { ArtifactStore, StoredArtifact } from "#contracts/artifact-store.ts";
import type { ColumnType, TableColumn } from "#contracts/table.ts";
import { toTableValue } from "#toolkit/table-values.ts";
import type { PageSource } from "./page-source.ts";

/** Rows are decoded with all of their neighbours: more at once is cheaper where all are looked through. */
const scanRows = 20_000;
/** What is read of the end first; a longer footer is read then. */
const footerBytes = 16_384;
const dayMs = 86_400_000;

/** The rows of a Parquet file, of which no more is read than a page needs. */
export async function parquetRows(
  files: Pick<ArtifactStore, "read">,
  { id, bytes }: StoredArtifact,
  known?: { readonly schema: readonly TableColumn[] },
): Promise<PageSource> {
  const { parquetMetadataAsync, parquetReadObjects } = await import("hyparquet");
  const file = { byteLength: bytes, slice: (start: number, end = bytes) => readPart(files, id, start, end) };
  const metadata = await parquetMetadataAsync(file, { initialFetchSize: footerBytes });
  const columns = readColumns(metadata.schema);
  const rows = Number(metadata.num_rows);
  const schema = known?.schema ?? columns.map(({ name, type }) => ({ name, type }));
  return {
    kind: "rows",
    total: rows,
    schema,
    async *scan(offset, { select, limit = scanRows } = {}) {
      const names = select?.filter((name) => columns.some((column) => column.name === name));
      for (let rowStart = offset; rowStart < rows; rowStart += limit) {
        const rowEnd = Math.min(rowStart + limit, rows);
        const wanted = names ? { columns: names } : {};
        const found = await parquetReadObjects({ file, metadata, rowStart, rowEnd, parsers, ...wanted });
        for (const row of found) yield toRecord(row, columns);
      }
    },
  };
}

async function readPart(
  files: Pick<ArtifactStore, "read">,
  id: string,
  start: number,
  end: number,
): Promise<ArrayBuffer> {
  const part = new Uint8Array(end - start);
  let at = 0;
  for await (const bytes of files.read(id, { start, end })) {
    part.set(bytes, at);
    at += bytes.length;
  }
  return part.buffer;
}

type Column = TableColumn & {
  /** Whether its moments are in UTC; others belong to no zone. */
  readonly isUtc: boolean;
};

type SchemaElement = {
  readonly name: string;
  readonly type?: string;
  readonly num_children?: number;
  readonly converted_type?: string;
  readonly logical_type?: { readonly type: string; readonly isAdjustedToUTC?: boolean };
};

/** The columns at the top, in order; what is nested is one column. */
function readColumns(schema: readonly SchemaElement[]): Column[] {
  const columns: Column[] = [];
  // The elements are listed depth first, the root before all.
  for (let at = 1; at < schema.length; at = afterElement(schema, at)) {
    const element = schema[at];
    if (!element) break;
    columns.push({
      name: element.name,
      type: typeOf(element),
      isUtc: element.logical_type?.isAdjustedToUTC ?? element.converted_type?.startsWith("TIMESTAMP") ?? false,
    });
  }
  return columns;
}

function afterElement(schema: readonly SchemaElement[], at: number): number {
  let next = at + 1;
  for (let child = schema[at]?.num_children ?? 0; child > 0; child -= 1) next = afterElement(schema, next);
  return next;
}

function typeOf({
  type,
  num_children: children,
  converted_type: converted,
  logical_type: logical,
}: SchemaElement): ColumnType {
  if (children !== undefined && children > 0) return "other";
  const told = logical?.type ?? converted ?? "";
  if (told === "DATE") return "date";
  if (told.startsWith("TIMESTAMP")) return "datetime";
  if (type === "BOOLEAN") return "boolean";
  if (told === "DECIMAL" || type === "DOUBLE" || type === "FLOAT") return "number";
  if (type === "INT32" || type === "INT64") return "integer";
  return type === "BYTE_ARRAY" && (told === "UTF8" || told === "STRING" || told === "ENUM") ? "string" : "other";
}

/** Moments and dates as the text that tables have. */
const parsers = {
  dateFromDays: (days: number) => toIso(days * dayMs)?.slice(0, "2026-01-31".length) ?? null,
  timestampFromMilliseconds: (millis: bigint) => toMoment(millis * 1_000n),
  timestampFromMicroseconds: toMoment,
  timestampFromNanoseconds: (nanos: bigint) => toMoment(nanos / 1_000n),
};

/** Without a zone; parts of a second as far as there are any. */
function toMoment(micros: bigint): string | null {
  const below = ((micros % 1_000n) + 1_000n) % 1_000n;
  const text = toIso(Number((micros - below) / 1_000n))?.slice(0, -1);
  if (text === undefined) return null;
  if (below > 0n) return text + below.toString().padStart(3, "0");
  return text.endsWith(".000") ? text.slice(0, -".000".length) : text;
}

function toIso(ms: number): string | undefined {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function toRecord(row: Readonly<Record<string, unknown>>, columns: readonly Column[]): object {
  const entries: [string, unknown][] = [];
  for (const { name, type, isUtc } of columns) {
    if (!Object.hasOwn(row, name)) continue;
    const value = toTableValue(row[name]);
    entries.push([name, type === "datetime" && isUtc && typeof value === "string" ? `${value}Z` : value]);
  }
  return Object.fromEntries(entries);
}
