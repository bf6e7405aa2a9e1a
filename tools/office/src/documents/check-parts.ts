import { ValidationError } from "@aiecs/core/toolkit";
import type { Archive } from "./read-archive.ts";

const xmlPart = /\.(?:xml|rels|vml|rdf)$/i;

export function isXmlPart(name: string): boolean {
  return xmlPart.test(name);
}

/**
 * Expands every part of XML once, so that a damaged part or one larger than it says is found before a library meets it,
 * and refuses document type declarations: no office format has them, and entities that expand into each other are made
 * with them.
 *
 * @throws E001
 */
export async function checkParts(archive: Archive, name: string, signal: AbortSignal): Promise<void> {
  for (const part of archive.names) {
    signal.throwIfAborted();
    if (!isXmlPart(part)) continue;
    const content = await archive.read(part);
    if (content) refuseDocumentType(content, `${name}: its part ${part}`);
  }
}

/** @throws E001 for XML with a document type declaration */
export function refuseDocumentType(content: Buffer, what: string): void {
  const isWide = content[0] === 0 || content[1] === 0 || content[0] === 0xff || content[0] === 0xfe;
  const encoding = isWide ? "utf16le" : "latin1";
  // In UTF-16, text of either byte order holds the mark: a byte earlier or later, every other byte is zero.
  const marks = ["<!DOCTYPE", "<!ENTITY"].map((mark) => Buffer.from(mark, encoding));
  if (!marks.some((mark) => content.includes(mark))) return;
  throw new ValidationError(
    `Cannot read ${what} declares a document type or entities, which no office document does and XML bombs are made of`,
  );
}
