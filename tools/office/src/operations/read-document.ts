import { readFile } from "node:fs/promises";
import { readFileInputs, type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import { checkParts } from "#documents/check-parts.ts";
import { detectArchive, detectContent } from "#documents/detect-format.ts";
import { type DocumentFormat, isArchiveFormat, isLegacyFormat, isPlainFormat } from "#documents/document-format.ts";
import { readArchive } from "#documents/read-archive.ts";
import type { DocumentContent } from "#reading/document-content.ts";
import { createPictureKeeper } from "#reading/picture-keeper.ts";
import type { ReadContext } from "#reading/read-context.ts";
import type { ReadDocumentParams, ReadDocumentResult } from "#schemas/read-document.ts";

type Context = Pick<ToolContext, "files" | "artifacts" | "limits" | "signal" | "progress">;

/** Reads a document of any format; the format is told by its content. */
export async function readDocument(
  { file_path, password }: ReadDocumentParams,
  context: Context,
): Promise<ReadDocumentResult> {
  const [file] = await readFileInputs(file_path, context);
  if (!file) throw new ValidationError("Invalid file: expected one document, received none");
  const bytes = await readFile(file.path);
  context.signal.throwIfAborted();
  const { artifacts, limits, signal } = context;
  const pictures = createPictureKeeper(context);
  const progress: Context["progress"] = (fraction, message) => context.progress(fraction, message);
  const content = await readAny(bytes, { name: file.name, artifacts, limits, signal, progress, password, pictures });
  const { pages, tables, scannedPages = [], properties, format = "txt" } = content;
  return {
    text: pages
      .map(({ text }) => text)
      .filter((text) => text !== "")
      .join("\n\n"),
    pages,
    tables,
    images: pictures.kept,
    scanned_pages: scannedPages,
    metadata: {
      format,
      title: null,
      author: null,
      subject: null,
      keywords: null,
      created: null,
      modified: null,
      hidden_sheets: [],
      encoding: null,
      ...properties,
      page_count: pages.length,
    },
  };
}

async function readAny(bytes: Buffer, context: ReadContext): Promise<DocumentContent> {
  const { name } = context;
  const kind = detectContent(bytes, name);
  if (kind === "archive") return readParts(bytes, context);
  if (isLegacyFormat(kind)) throw legacyRefusal(kind, name);
  if (kind === "encrypted") {
    const { readOffice } = await import("#reading/read-office.ts");
    return await readOffice({ content: bytes }, context);
  }
  return { format: kind, ...(await readWhole(bytes, kind, context)) };
}

/** Formats that are one stream of bytes. */
async function readWhole(bytes: Buffer, kind: DocumentFormat, context: ReadContext): Promise<DocumentContent> {
  if (kind === "pdf") return (await import("#reading/read-pdf.ts")).readPdf(bytes, context);
  if (kind === "image") return (await import("#reading/read-image.ts")).readImage(bytes, context);
  if (isPlainFormat(kind)) return (await import("#reading/read-plain.ts")).readPlain(bytes, kind, context);
  const { readOffice } = await import("#reading/read-office.ts");
  return readOffice({ content: bytes, fileType: "rtf" }, context);
}

/** Formats that are archives of parts. */
async function readParts(bytes: Buffer, context: ReadContext): Promise<DocumentContent> {
  const { name, limits, signal } = context;
  const archive = readArchive(bytes, { name, maxExpansionBytes: limits.max_expansion_bytes });
  const format = await detectArchive(archive, name);
  await checkParts(archive, name, signal);
  if (format === "xlsx") {
    const { readWorkbook } = await import("#reading/read-workbook.ts");
    return { format, ...(await readWorkbook(archive, context)) };
  }
  if (!isArchiveFormat(format)) throw new ValidationError(`Cannot read ${name}: it is an archive of no known format`);
  const { readOffice } = await import("#reading/read-office.ts");
  const isEncrypted = (await archive.read("META-INF/manifest.xml"))?.includes("encryption-data") ?? false;
  const source = { content: bytes, fileType: format, ...(isEncrypted ? {} : { archive }) };
  return await readOffice(source, context);
}

function legacyRefusal(format: DocumentFormat, name: string): ValidationError {
  return new ValidationError(
    `${name} is a .${format} file of Office 97–2003: save it as .${format}x, or turn it into a PDF with office_tool.convert_to_pdf and read that`,
  );
}
