/** The formats of documents, by what their content is. */
export type DocumentFormat =
  | "pdf"
  | "docx"
  | "pptx"
  | "xlsx"
  | "odt"
  | "ods"
  | "odp"
  | "rtf"
  | "html"
  | "md"
  | "txt"
  | "csv"
  | "image"
  | "doc"
  | "xls"
  | "ppt"
  | "encrypted";

/** What every refusal names. */
export const readableFormats = "pdf, docx, pptx, xlsx, odt, ods, odp, rtf, html, md, txt, csv or an image";

/** The binary formats of Office 97–2003, which only LibreOffice reads. */
export type LegacyFormat = "doc" | "xls" | "ppt";

/** The formats that are archives of parts. */
export type ArchiveFormat = "docx" | "pptx" | "xlsx" | "odt" | "ods" | "odp";

/** The formats that are plain characters. */
export type PlainFormat = "html" | "md" | "txt" | "csv";

const archives: ReadonlySet<string> = new Set(["docx", "pptx", "xlsx", "odt", "ods", "odp"]);
const plains: ReadonlySet<string> = new Set(["html", "md", "txt", "csv"]);
const legacies: ReadonlySet<string> = new Set(["doc", "xls", "ppt"]);

export function isArchiveFormat(format: string): format is ArchiveFormat {
  return archives.has(format);
}

export function isPlainFormat(format: string): format is PlainFormat {
  return plains.has(format);
}

export function isLegacyFormat(format: string): format is LegacyFormat {
  return legacies.has(format);
}
