import { ValidationError } from "@aiecs/core/toolkit";
import { isText } from "./decode-text.ts";
import { type DocumentFormat, readableFormats } from "./document-format.ts";
import type { Archive } from "./read-archive.ts";

const pdfStart = "%PDF-";
const legacyStart = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const htmlStart = /^<(?:!doctype\s+html|html|head|body)\b/i;
const svgStart = /^<(?:!doctype\s+svg|svg)[\s>]/i;
const imageStarts = ["\x89PNG\r\n\x1a\n", "\xff\xd8\xff", "GIF87a", "GIF89a", "II*\0", "MM\0*"];
const nameEndings: { readonly [ending: string]: DocumentFormat } = {
  html: "html",
  htm: "html",
  xhtml: "html",
  md: "md",
  markdown: "md",
  csv: "csv",
  tsv: "csv",
};

/** What a file is, as far as its first bytes tell; an archive is one of several formats. */
export type ContentKind = DocumentFormat | "archive";

/**
 * The format of a document by its content. Only between formats of plain characters the name decides, since their
 * content cannot.
 *
 * @throws E001 for content that is no document
 */
export function detectContent(content: Buffer, name: string): ContentKind {
  if (content.length === 0) throw new ValidationError(`${name} is empty; expected ${readableFormats}`);
  if (content.subarray(0, 1_024).includes(pdfStart)) return "pdf";
  if (content.subarray(0, 4).equals(Buffer.from("PK\x03\x04", "latin1"))) return "archive";
  if (content.subarray(0, 5).toString("latin1") === "{\\rtf") return "rtf";
  if (content.subarray(0, 8).equals(legacyStart)) return legacyFormat(content, name);
  if (isImage(content)) return "image";
  if (!isText(content)) {
    throw new ValidationError(
      `${name} is no document that can be read: expected ${readableFormats}, received unknown binary data`,
    );
  }
  if (htmlStart.test(firstMarkup(content))) return "html";
  const ending = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  return Object.hasOwn(nameEndings, ending) ? (nameEndings[ending] ?? "txt") : "txt";
}

const mediaTypes: readonly (readonly [string, DocumentFormat])[] = [
  ["application/vnd.oasis.opendocument.text", "odt"],
  ["application/vnd.oasis.opendocument.spreadsheet", "ods"],
  ["application/vnd.oasis.opendocument.presentation", "odp"],
];

/** The format of a document that is an archive. @throws E001 for an archive that is no document */
export async function detectArchive(archive: Archive, name: string): Promise<DocumentFormat> {
  const mediaType = (await archive.read("mimetype"))?.toString("latin1").trim() ?? "";
  for (const [start, format] of mediaTypes) if (mediaType.startsWith(start)) return format;
  const types = (await archive.read("[Content_Types].xml"))?.toString("utf8") ?? "";
  if (/wordprocessingml\.(?:document|template)\.main\+xml|ms-word\.(?:document|template)\.macroEnabled/.test(types)) {
    return "docx";
  }
  if (/spreadsheetml\.(?:sheet|template)\.main\+xml|ms-excel\.(?:sheet|template)\.macroEnabled\.main/.test(types)) {
    return "xlsx";
  }
  if (
    /presentationml\.(?:presentation|template|slideshow)\.main\+xml|ms-powerpoint\.\w+\.macroEnabled\.main/.test(types)
  ) {
    return "pptx";
  }
  throw new ValidationError(`${name} is a zip archive but no document: expected ${readableFormats}`);
}

function legacyFormat(content: Buffer, name: string): DocumentFormat {
  // The names of a compound file's streams are UTF-16 (MS-CFB 2.6.1).
  const has = (stream: string): boolean => content.includes(Buffer.from(stream, "utf16le"));
  if (has("EncryptedPackage")) return "encrypted";
  if (has("WordDocument")) return "doc";
  if (has("PowerPoint Document")) return "ppt";
  if (has("Workbook") || has("Book")) return "xls";
  throw new ValidationError(`${name} is a compound file but no Office document: expected ${readableFormats}`);
}

function isImage(content: Buffer): boolean {
  const start = content.subarray(0, 16).toString("latin1");
  if (imageStarts.some((known) => start.startsWith(known))) return true;
  if (start.startsWith("RIFF")) return start.slice(8, 12) === "WEBP";
  if (start.slice(4, 8) === "ftyp") return /^(?:avif|avis|heic|heix|mif1|msf1)/.test(start.slice(8));
  return svgStart.test(firstMarkup(content));
}

/** What follows a byte order mark, space, comments and the XML declaration. */
function firstMarkup(content: Buffer): string {
  let text = content
    .subarray(0, 4_096)
    .toString("latin1")
    .replace(/^\u00ef\u00bb\u00bf/, "");
  for (;;) {
    text = text.trimStart();
    const mark = text.startsWith("<!--") ? "-->" : text.startsWith("<?") ? "?>" : undefined;
    const end = mark === undefined ? -1 : text.indexOf(mark);
    if (mark === undefined || end === -1) return text;
    text = text.slice(end + mark.length);
  }
}
