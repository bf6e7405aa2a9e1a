import { createHash } from "node:crypto";
import {
  didYouMean,
  isArtifactHandle,
  isTable,
  locateArtifact,
  readTable,
  type Table,
  type TableRecord,
  type ToolContext,
  ValidationError,
} from "@aiecs/core/toolkit";
import type { CorpusInput, CorpusSource } from "./corpus-input.ts";
import { fileSource } from "./file-source.ts";
import { inParts } from "./in-parts.ts";
import { type WalkOptions, walkFolder } from "./walk-folder.ts";

export type FindOptions = WalkOptions & {
  readonly context: Pick<ToolContext, "files" | "artifacts" | "signal" | "limits" | "input" | "call">;
  /** What names of datasets stand for. */
  readonly datasets: Readonly<Record<string, unknown>>;
  /** What stands for a table that is passed by handle: it is immutable, so one that was read need not be read again. */
  readonly stateOf: (table: Table) => string;
};

/**
 * The sources that a corpus names: files are found and checked, not read yet.
 *
 * @throws E001 for what is missing, may not be read, or is no source at all
 */
export async function findSources(corpus: CorpusInput, options: FindOptions): Promise<readonly CorpusSource[]> {
  const parts: readonly unknown[] = isListOfParts(corpus) ? corpus : [corpus];
  const found: CorpusSource[] = [];
  const numbered = Array.from(parts.entries());
  const find = ([index, part]: readonly [number, unknown]) => findPart(part, index + 1, options);
  for await (const some of inParts(numbered, find, options.context.signal)) found.push(...some.flat());
  // What is named twice is searched once, under its first name.
  const once = new Map<string, CorpusSource>();
  for (const source of found) if (!once.has(source.state)) once.set(source.state, source);
  return [...once.values()];
}

/** A list of records is one table; all other lists are lists of parts. */
function isListOfParts(corpus: unknown): corpus is readonly unknown[] {
  if (!Array.isArray(corpus)) return false;
  return corpus.length === 0 || !corpus.every((item) => isRecord(item) && !isPartByItself(item));
}

function isPartByItself(item: object): boolean {
  return (
    isArtifactHandle(item) || isTable(item) || ownText(item, "text") !== undefined || "df" in item || isTableJson(item)
  );
}

function isTableJson(item: object): boolean {
  return "schema" in item && "data" in item && "rows" in item;
}

async function findPart(part: unknown, number: number, options: FindOptions): Promise<readonly CorpusSource[]> {
  const { context, datasets } = options;
  if (typeof part === "string") {
    if (!Object.hasOwn(datasets, part)) return findNamed(part, number, options);
    // What a dataset holds names no further datasets.
    return findPart(datasets[part], number, { ...options, datasets: {} });
  }
  if (isArtifactHandle(part)) {
    const { name, path } = await locateArtifact(part, context);
    return [await namedFile(name, path)];
  }
  if (Array.isArray(part) && !part.every(isRecord)) {
    const found: CorpusSource[] = [];
    for (const item of part) found.push(...(await findPart(item, number, options)));
    return found;
  }
  const text = isRecord(part) && !isTable(part) ? ownText(part, "text") : undefined;
  if (isRecord(part) && text !== undefined) {
    return [textSource(text, ownText(part, "source") ?? `text ${number}`)];
  }
  return [await tableSource(part, number, options)];
}

/** A string: a file or folder where there is one, else a text, if it looks like one. */
async function findNamed(name: string, number: number, options: FindOptions): Promise<readonly CorpusSource[]> {
  if (looksLikeText(name)) return [textSource(name, `text ${number}`)];
  const { context, datasets } = options;
  const { path, isFolder } = await context.files.place(name).catch((error: unknown) => {
    const near = didYouMean(name, Object.keys(datasets))[0];
    if (!(error instanceof ValidationError) || near === undefined) throw error;
    throw new ValidationError(`${error.message}; did you mean '${near}' of the plan's input?`, { cause: error });
  });
  return isFolder ? walkFolder({ path, name, part: `${name}\n${path}` }, options) : [await namedFile(name, path)];
}

function namedFile(name: string, path: string): Promise<CorpusSource> {
  return fileSource({ name, path, part: `${name}\n${path}`, isNamed: true });
}

/** Whole sentences and paragraphs are no paths. */
function looksLikeText(value: string): boolean {
  return value.includes("\n") || value.length > 1000 || (/[.!?]$/.test(value.trim()) && value.split(/\s+/).length > 4);
}

function textSource(text: string, name: string): CorpusSource {
  if (text.trim() === "") {
    throw new ValidationError(`Invalid corpus: expected a text in ${name}, received an empty one`);
  }
  const state = `text ${sha256(`${name}\n${text}`)}`;
  return { name, state, part: state, bytes: text.length, isNamed: true, content: { kind: "text", text } };
}

async function tableSource(part: unknown, number: number, { context, stateOf }: FindOptions): Promise<CorpusSource> {
  const table = await readTable(part, context);
  const isHandle = isTable(part) || (isRecord(part) && isTable(part.df));
  const state = isHandle ? stateOf(table) : `records ${sha256(JSON.stringify(part))}`;
  return { name: `table ${number}`, state, part: state, bytes: 0, isNamed: true, content: { kind: "table", table } };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function isRecord(value: unknown): value is TableRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function ownText(value: object, key: string): string | undefined {
  const found: unknown = Object.getOwnPropertyDescriptor(value, key)?.value;
  return typeof found === "string" ? found : undefined;
}
