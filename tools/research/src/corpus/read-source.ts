import { readFile } from "node:fs/promises";
import { readTable, type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import type { Piece } from "#ranking/passage.ts";
import type { CorpusSource, FileFormat } from "./corpus-input.ts";
import { decodeText } from "./decode-text.ts";
import type { Pace } from "./pace.ts";
import { isNotRegistered, readDocument } from "./read-document.ts";
import { readRows } from "./read-table.ts";
import type { Remarks } from "./remarks.ts";
import { splitHtml } from "./split-html.ts";
import { splitJson } from "./split-json.ts";
import { type Pieces, splitText } from "./split-text.ts";
import { systemCode } from "./system-code.ts";
import { reasonOf } from "./walk-folder.ts";

export type ReadOptions = {
  readonly context: Pick<ToolContext, "call" | "files" | "input" | "signal">;
  readonly pace: Pace;
  readonly remarks: Remarks;
};

/** Why a source gives no passages. */
class Unreadable extends Error {}

/**
 * The passages of one source, in order. A file of a folder that cannot be read is remarked on.
 *
 * @throws E001 for a source that was named itself and cannot be read
 */
export async function* readSource(source: CorpusSource, options: ReadOptions): AsyncGenerator<Piece, void> {
  try {
    yield* read(source, options);
  } catch (error) {
    options.context.signal.throwIfAborted();
    const isOurs = error instanceof Unreadable || isExecutionError(error);
    if (!isOurs) throw error;
    if (source.isNamed) throw new ValidationError(`Cannot search '${source.name}': ${error.message}`, { cause: error });
    const reason = error instanceof ValidationError ? reasonOf(error) : error.message;
    const { content } = source;
    options.remarks.skip(content.kind === "file" ? reason.replaceAll(content.path, "the file") : reason, source.name);
  }
}

async function* read(source: CorpusSource, options: ReadOptions): AsyncGenerator<Piece, void> {
  const { content } = source;
  if (content.kind === "text") yield* paced(splitText(content.text, { hasHeadings: true }), options);
  else if (content.kind === "table") yield* pacedRows(content.table, options);
  else
    yield* readAnyFile(source.name, { ...content, path: await options.context.files.readable(content.path) }, options);
}

type File = Extract<CorpusSource["content"], { readonly kind: "file" }>;

async function* readAnyFile(name: string, { path, format }: File, options: ReadOptions): AsyncGenerator<Piece, void> {
  if (format === "table") yield* pacedRows(await loadTable(path, options), options);
  else if (format === "document") {
    const pieces = await readDocument(path, options.context);
    if (pieces === undefined) throw new Unreadable("office_tool, which reads such documents, is not registered");
    yield* paced(pieces, options);
  } else yield* paced(split(await readTextFile(name, path, options), format), options);
}

async function* paced(pieces: Pieces, { pace }: ReadOptions): AsyncGenerator<Piece, void> {
  for (const piece of pieces) {
    await pace.breathe();
    if (piece !== null) yield piece;
  }
}

async function* pacedRows(table: Parameters<typeof readRows>[0], options: ReadOptions): AsyncGenerator<Piece, void> {
  for await (const pieces of readRows(table, options.context)) yield* paced(pieces, options);
}

async function loadTable(path: string, { context }: ReadOptions): ReturnType<typeof readTable> {
  try {
    return await readTable(path, context);
  } catch (error) {
    if (isNotRegistered(error)) throw new Unreadable("pandas_tool, which reads such tables, is not registered");
    throw error;
  }
}

async function readTextFile(name: string, path: string, { context, pace, remarks }: ReadOptions): Promise<string> {
  const bytes = await readFile(path, { signal: context.signal }).catch((error: unknown) => {
    const code = systemCode(error);
    throw code === undefined ? error : new Unreadable(`cannot be opened (${code})`, { cause: error });
  });
  const decoded = await decodeText(bytes, pace);
  if (decoded === null) throw new Unreadable("binary, no text");
  if (decoded.encoding === "windows-1252") remarks.note(`${name} is not UTF-8: it was read as windows-1252`);
  return decoded.text;
}

function split(text: string, format: Exclude<FileFormat, "table" | "document">): Pieces {
  switch (format) {
    case "html":
      return splitHtml(text);
    case "json":
      return splitJson(text);
    case "markdown":
      return splitText(text, { hasHeadings: true });
    case "text":
    case "unknown":
      return splitText(text, { hasHeadings: false });
  }
}

/** An error that was made for a caller to read. */
function isExecutionError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && typeof error.code === "string" && /^E00\d$/.test(error.code);
}
