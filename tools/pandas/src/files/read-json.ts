import { open, rm } from "node:fs/promises";
import { ValidationError } from "@aiecs/core/toolkit";
import { dateFormats, momentFormats } from "#csv/date-formats.ts";
import { detectEncoding } from "#csv/encoding.ts";
import { settleColumns } from "#csv/settle.ts";
import { transcode } from "#csv/transcode.ts";
import type { DuckTable } from "#duckdb/duck-table.ts";
import { fromForeign } from "#duckdb/foreign-types.ts";
import type { Session } from "#duckdb/session.ts";
import { allColumns, columnSql, nameSql, type Projection, selectSql, textSql } from "#duckdb/sql.ts";
import type { FileRequest } from "./file-request.ts";

const headBytes = 64 * 1024;

/** A byte of another encoding takes at most so many in UTF-8. */
const maxGrowth = 3;

/**
 * Reads a JSON file that holds a list of objects, or one object a line. Texts in which all values are dates become
 * dates, by the same rules as in CSV; no other text is taken for anything else.
 *
 * @throws E001 when the file is not such JSON
 */
export async function readJson(request: FileRequest): Promise<DuckTable> {
  const { engine, path, file, signal } = request;
  const { encoding, bytes } = await inspect(path, file);
  const recoded = encoding === undefined ? undefined : engine.temporaryPath(".json");
  try {
    if (recoded !== undefined && encoding !== undefined) await transcode({ path, file, encoding }, recoded, signal);
    const readable = recoded ?? (await engine.literalPath(path, ".json"));
    return await engine.session(signal, (session) => load(session, request, readable, bytes));
  } finally {
    if (recoded !== undefined) await rm(recoded, { force: true });
  }
}

async function load(
  session: Session,
  { engine, file, signal }: FileRequest,
  path: string,
  bytes: number,
): Promise<DuckTable> {
  const raw = engine.newRelation();
  const texts = engine.newRelation();
  try {
    await readRecords(session, raw, path, bytes);
    const columns = await describe(session, raw);
    await session.run(`CREATE TABLE ${texts} AS ${selectSql(columns)} FROM ${raw}`);
    const settled = await settleMoments(session, texts, columns, file);
    return await engine.createTable(session, { columns: settled, from: `FROM ${texts}` });
  } catch (error) {
    if (!(error instanceof Error) || error instanceof ValidationError || signal.aborted) throw error;
    throw new ValidationError(`Cannot read ${file} as JSON: ${problemOf(error.message)}`, { cause: error });
  } finally {
    engine.drop(raw);
    engine.drop(texts);
  }
}

async function readRecords(session: Session, target: string, path: string, bytes: number): Promise<void> {
  try {
    await session.run(`CREATE TABLE ${target} AS SELECT * FROM ${readSql(path)}`);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes("maximum_object_size")) throw error;
    await session.run(`CREATE TABLE ${target} AS SELECT * FROM ${readSql(path, bytes * maxGrowth)}`);
  }
}

/** Told formats keep the database from guessing whether days or months come first. */
function readSql(path: string, longestRecord?: number): string {
  const options = [
    "records = true",
    "sample_size = -1",
    "map_inference_threshold = -1",
    "compression = 'uncompressed'",
    "dateformat = '%Y-%m-%d'",
    "timestampformat = '%Y-%m-%d %H:%M:%S'",
    ...(longestRecord === undefined ? [] : [`maximum_object_size = ${longestRecord}`]),
  ];
  return `read_json(${textSql(path)}, ${options.join(", ")})`;
}

function problemOf(message: string): string {
  if (message.includes("non-record JSON")) return "expected a list of objects, or one object a line";
  return (message.split("\n")[0] ?? "").replace(/ in file "[^"]*"/, "");
}

async function describe(session: Session, raw: string): Promise<readonly Projection[]> {
  const described = await session.rows(`DESCRIBE ${raw}`);
  const columns = described.map(([name, type]) => fromForeign(String(name), String(type), nameSql(String(name))));
  return await Promise.all(
    columns.map((column) => (column.type === "JSON" ? asTextIfScalar(session, raw, column) : column)),
  );
}

/** Columns of mixed scalars come as JSON; without nested values among them they are text. */
async function asTextIfScalar(session: Session, raw: string, column: Projection): Promise<Projection> {
  const [nested = 0] = await session.counts(
    `SELECT count(*) FROM ${raw} WHERE json_type(${column.expression}) IN ('OBJECT', 'ARRAY')`,
  );
  return nested > 0 ? column : { ...column, type: "VARCHAR", expression: `${column.expression} ->> '$'` };
}

async function settleMoments(
  session: Session,
  relation: string,
  columns: readonly Projection[],
  file: string,
): Promise<readonly Projection[]> {
  const plans = columns.flatMap(({ name, type }, index) =>
    type === "VARCHAR" ? [{ name, index, told: undefined, formats: undefined, padded: false }] : [],
  );
  const { columns: settled } = await settleColumns({
    session,
    relation,
    plans,
    file,
    emptyIsNull: false,
    among: [...dateFormats, ...momentFormats],
    lineOf: async (record) => record + 1,
  });
  return allColumns(columns).map((column, index) => {
    const at = plans.findIndex((plan) => plan.index === index);
    return settled[at] ?? { ...column, expression: columnSql(index) };
  });
}

/** The encoding to bring to UTF-8 first, if it is not that already; a byte order mark counts as none. */
async function inspect(path: string, file: string): Promise<{ encoding: string | undefined; bytes: number }> {
  await using handle = await open(path);
  const { size: bytes } = await handle.stat();
  const head = Buffer.alloc(Math.min(bytes, headBytes));
  await handle.read(head, 0, head.length, 0);
  const { label, guessed } = detectEncoding(head, undefined, file);
  return { encoding: label === "utf-8" && guessed ? undefined : label, bytes };
}
