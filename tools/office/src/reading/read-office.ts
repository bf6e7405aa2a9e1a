import { ValidationError } from "@aiecs/core/toolkit";
import type { OfficeContentNode, OfficeParserAST, SupportedFileType } from "officeparser";
import type { Archive } from "#documents/read-archive.ts";
import type { DocumentPage } from "#schemas/read-document.ts";
import { findTables } from "./ast-tables.ts";
import { blockText } from "./ast-text.ts";
import type { DocumentContent, Properties } from "./document-content.ts";
import { readHiddenSheets } from "./hidden-sheets.ts";
import { parseOffice } from "./parse-office.ts";
import { isoMoment, orNull } from "./properties.ts";
import type { ReadContext } from "./read-context.ts";

export type OfficeSource = {
  readonly content: Buffer;
  /** Undefined for an encrypted document, whose format shows once it is open. */
  readonly fileType?: SupportedFileType;
  /** Where the document is an archive that is not encrypted. */
  readonly archive?: Archive;
};

/** Reads everything but PDF, xlsx and bare text. Slides and sheets are pages; other formats have one. */
export async function readOffice(source: OfficeSource, context: ReadContext): Promise<DocumentContent> {
  const { content, fileType, archive } = source;
  const ast = await parseOffice(content, { ...context, fileType, expandedBytes: archive?.expandedBytes });
  const hidden = archive && ast.type === "ods" ? await readHiddenSheets(archive) : [];
  const parts = toParts(ast, new Set(hidden));
  if (parts.length > context.limits.max_pages) {
    throw new ValidationError(
      `Cannot read ${context.name}: it has ${parts.length} pages, more than limits.max_pages (${context.limits.max_pages}) allows`,
    );
  }
  const around = [...(ast.auxiliary?.headers ?? []), ...(ast.auxiliary?.footers ?? [])];
  const pages = parts.map((nodes, place): DocumentPage => {
    const isLast = place === parts.length - 1;
    return { number: place + 1, text: pageText(nodes, isLast ? around : []) };
  });
  const tables = parts.flatMap((nodes, place) => findTables(nodes, place + 1));
  await keepPictures(ast, context);
  context.progress(1);
  return { format: ast.type, pages, tables, properties: { ...toProperties(ast), hidden_sheets: hidden } };
}

type Part = readonly OfficeContentNode[];

/** The nodes of each page. */
function toParts({ content }: OfficeParserAST, hidden: ReadonlySet<string>): readonly Part[] {
  const isPaged = content.some(({ type }) => type === "slide" || type === "sheet");
  if (!isPaged) return [content];
  return content
    .filter((node) => node.type !== "sheet" || !hidden.has(node.metadata?.sheetName ?? ""))
    .filter(({ type }) => type === "slide" || type === "sheet" || type === "note")
    .reduce<OfficeContentNode[][]>((parts, node) => {
      // Speaker notes may stand beside their slide.
      if (node.type === "note") parts.at(-1)?.push(node);
      else parts.push([node]);
      return parts;
    }, []);
}

/** The body, then notes, then headers and footers. */
function pageText(nodes: Part, around: readonly OfficeContentNode[]): string {
  const { lines, notes } = blockText(nodes);
  const standing = blockText(around).lines.filter((line) => line.trim() !== "");
  const blocks = [lines.join("\n"), ...notes, standing.join("\n")];
  return blocks
    .map((block) => block.replace(/\n{3,}/g, "\n\n").trim())
    .filter((block) => block !== "")
    .join("\n\n");
}

async function keepPictures({ attachments }: OfficeParserAST, { pictures, signal }: ReadContext): Promise<void> {
  for (const { type, mimeType, name, data } of attachments) {
    signal.throwIfAborted();
    if (type !== "image" || !mimeType.startsWith("image/")) continue;
    await pictures.keep({ name, mediaType: mimeType, content: Buffer.from(data, "base64") });
  }
}

function toProperties({ metadata }: OfficeParserAST): Properties {
  return {
    title: orNull(metadata.title),
    author: orNull(metadata.author),
    subject: orNull(metadata.subject),
    keywords: orNull(metadata.keywords),
    created: isoMoment(metadata.created),
    modified: isoMoment(metadata.modified),
  };
}
