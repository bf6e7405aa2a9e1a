import { isXmlPart, refuseDocumentType } from "#documents/check-parts.ts";
import type { ArchiveFormat } from "#documents/document-format.ts";
import type { Archive } from "#documents/read-archive.ts";
import { type ArchivePart, writeArchive } from "#documents/write-archive.ts";

export type WithoutLinks = { readonly content: Buffer; readonly removed: number };

export type WithoutLinksOptions = {
  readonly format: ArchiveFormat;
  /** For messages. */
  readonly name: string;
  readonly signal: AbortSignal;
};

type Cleaned = { readonly text: string; readonly removed: number };

/** Relationships (ECMA-376 part 2, 9.3) that make a program load or run something, also from within the archive. */
const loadingRelation =
  /\/(?:aFChunk|attachedTemplate|connections|queryTable|frame|subDocument|externalLinkPath|vbaProject|activeXControl|control)$/i;
/** What a reader clicks on is not loaded. */
const clickedRelation = /\/hyperlink$/i;
const clickedElement = /^(?:text|draw):a$/;
const absolute = /^\s*(?:[a-z][a-z0-9+.-]*:|[/\\]|\.\.[/\\])/i;

/**
 * A document whose parts refer to nothing outside of it: linked pictures, templates, sections, frames and data sources
 * lose their target. The archive is written anew, so that it holds what was checked and nothing else.
 *
 * @throws E001 for parts that are damaged or declare a document type
 */
export async function withoutLinks(
  archive: Archive,
  { format, name, signal }: WithoutLinksOptions,
): Promise<WithoutLinks> {
  const isOpenDocument = format === "odt" || format === "ods" || format === "odp";
  const parts: ArchivePart[] = [];
  let removed = 0;
  for (const part of archive.names) {
    signal.throwIfAborted();
    const content = await archive.read(part);
    if (!content || part.endsWith("/")) continue;
    if (!isXmlPart(part)) {
      parts.push({ name: part, content });
      continue;
    }
    refuseDocumentType(content, `${name}: its part ${part}`);
    const cleaned = isOpenDocument ? cleanOpenDocument(decode(content)) : cleanRelations(part, decode(content));
    removed += cleaned.removed;
    parts.push({ name: part, content: cleaned.removed === 0 ? content : Buffer.from(asUtf8(cleaned.text), "utf8") });
  }
  return { content: writeArchive(parts), removed };
}

function cleanRelations(part: string, xml: string): Cleaned {
  if (!part.toLowerCase().endsWith(".rels")) return { text: xml, removed: 0 };
  let removed = 0;
  const text = xml.replace(/<(?:\w+:)?Relationship\b[^>]*>/g, (tag) => {
    const type = attribute(tag, "Type");
    if (clickedRelation.test(type)) return tag;
    const isOutside =
      attribute(tag, "TargetMode").trim().toLowerCase() === "external" ||
      /^[a-z][a-z0-9+.-]*:/i.test(attribute(tag, "Target"));
    if (!isOutside && !loadingRelation.test(type)) return tag;
    removed += 1;
    return tag.endsWith("/>") ? "" : tag.replace(/\bTarget\s*=\s*(?:"[^"]*"|'[^']*')/, 'Target=""');
  });
  return { text, removed };
}

function cleanOpenDocument(xml: string): Cleaned {
  let removed = 0;
  const text = xml
    .replace(/<([\w.-]+:[\w.-]+)\b[^>]*>/g, (tag, element: string) => {
      if (clickedElement.test(element) || !tag.includes("href")) return tag;
      return tag.replace(
        /([\w.-]+:href\s*=\s*)(?:"([^"]*)"|'([^']*)')/g,
        (whole, start: string, double?: string, single?: string) => {
          if (!absolute.test(resolve(double ?? single ?? ""))) return whole;
          removed += 1;
          return `${start}""`;
        },
      );
    })
    // A document may not ask for its links to be followed.
    .replace(/(config:name="LinkUpdateMode"[^>]*>)[1-9]/g, "$10");
  return { text, removed };
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag);
  return resolve(value?.[1] ?? value?.[2] ?? "");
}

/** Resolves what an attribute may hide its value with. */
function resolve(value: string): string {
  return value.replace(/&#(?:x([\da-f]+)|(\d+));/gi, (whole, hex?: string, decimal?: string) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** XML is UTF-8, or UTF-16 with a mark. */
function decode(content: Buffer): string {
  if (content[0] === 0xff && content[1] === 0xfe) return new TextDecoder("utf-16le").decode(content);
  if (content[0] === 0xfe && content[1] === 0xff) return new TextDecoder("utf-16be").decode(content);
  return content.toString("utf8");
}

function asUtf8(xml: string): string {
  return xml.replace(/^(<\?xml[^>]*?)\sencoding\s*=\s*(?:"[^"]*"|'[^']*')/, '$1 encoding="UTF-8"');
}
