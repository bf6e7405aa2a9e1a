import type { ToolContext } from "@aiecs/core/toolkit";
import { ValidationError } from "@aiecs/core/toolkit";
import { decodeText } from "#documents/decode-text.ts";
import { type ContentKind, detectArchive, detectContent } from "#documents/detect-format.ts";
import { isArchiveFormat, isLegacyFormat, isPlainFormat, type PlainFormat } from "#documents/document-format.ts";
import { detectDelimiter, parseCsv } from "#documents/parse-csv.ts";
import { readArchive } from "#documents/read-archive.ts";
import { pictureSources } from "./html-pictures.ts";
import type { PreparedFile } from "./prepared-file.ts";
import { makeHtmlSafe } from "./safe-html.ts";
import { withoutLoadingFields } from "./safe-rtf.ts";
import { withoutLinks } from "./without-links.ts";

export type SourceFile = {
  readonly name: string;
  readonly title: string;
  readonly path: string;
  readonly content: Buffer;
};

type Context = Pick<ToolContext, "files" | "limits" | "signal">;

/** As a document: LibreOffice 7 loses the first paragraph of what it reads as a web page. */
const htmlFilter = "HTML (StarWriter)";

/** "image" needs no preparation. */
export type Prepared = PreparedFile | "image";

type Untitled = Omit<PreparedFile, "title">;

/**
 * What an engine gets of a document: harmless, and named by its content. Nothing refers to other files or the network
 * any more.
 *
 * @throws E001 for what is no document, is locked, damaged, too large, or a PDF already
 */
export async function prepareFile(source: SourceFile, context: Context): Promise<Prepared> {
  const kind = detectContent(source.content, source.name);
  return kind === "image" ? "image" : { ...(await prepareDocument(source, kind, context)), title: source.title };
}

async function prepareDocument(source: SourceFile, kind: ContentKind, context: Context): Promise<Untitled> {
  const { name, content } = source;
  if (kind === "pdf") throw new ValidationError(`${name} is a PDF already; expected a document of another format`);
  if (kind === "encrypted") throw locked(name);
  if (isLegacyFormat(kind)) return { extension: kind, content, notes: [] };
  if (kind === "rtf") {
    const { content: safe, removed } = withoutLoadingFields(content);
    return { extension: kind, content: safe, notes: linkNotes(removed) };
  }
  if (isPlainFormat(kind)) return await preparePlain(source, kind, context);
  return await prepareArchive(source, context);
}

async function prepareArchive({ name, content }: SourceFile, { limits, signal }: Context): Promise<Untitled> {
  const archive = readArchive(content, { name, maxExpansionBytes: limits.max_expansion_bytes });
  const format = await detectArchive(archive, name);
  if (!isArchiveFormat(format))
    throw new ValidationError(`Cannot convert ${name}: it is an archive of no known format`);
  if ((await archive.read("META-INF/manifest.xml"))?.includes("encryption-data")) throw locked(name);
  const { content: safe, removed } = await withoutLinks(archive, { format, name, signal });
  return { extension: format, content: safe, notes: linkNotes(removed) };
}

async function preparePlain(source: SourceFile, format: PlainFormat, context: Context): Promise<Untitled> {
  const { text } = decodeText(source.content);
  if (format === "csv") return prepareCsv(text);
  const { html, leftOut } = await makeHtmlSafe(await toHtml(text, format), pictureSources(source.path, context));
  return {
    extension: "html",
    content: Buffer.from(html, "utf8"),
    importFilter: htmlFilter,
    notes: leftOut.map((picture) => `left out the picture ${picture}`),
  };
}

async function toHtml(text: string, format: Exclude<PlainFormat, "csv">): Promise<string> {
  if (format === "html") return text;
  if (format === "txt") return `<body><pre>${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</pre></body>`;
  const { default: MarkdownIt } = await import("markdown-it");
  return `<body>${new MarkdownIt({ html: false }).render(text)}</body>`;
}

/**
 * Every field is a text to LibreOffice, so that none is a formula; except plain numbers. The filter's options: comma,
 * quotes, UTF-8, from line 1, no formats of columns, American numbers, quoted fields are text.
 */
function prepareCsv(text: string): Untitled {
  const rows = parseCsv(text, detectDelimiter(text));
  const lines = rows.map((row) => row.map(quote).join(","));
  return {
    extension: "csv",
    content: Buffer.from(`${lines.join("\n")}\n`, "utf8"),
    importFilter: "CSV:44,34,76,1,,1033,true",
    notes: [],
  };
}

function quote(field: string): string {
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(field) ? field : `"${field.replaceAll('"', '""')}"`;
}

function linkNotes(removed: number): readonly string[] {
  return removed === 0 ? [] : [`left out ${removed} ${removed === 1 ? "link" : "links"} to other files or the network`];
}

function locked(name: string): ValidationError {
  return new ValidationError(
    `Cannot convert ${name}: it is protected by a password; remove that first, or read it with office_tool.read_document`,
  );
}
