import { ValidationError } from "@aiecs/core/toolkit";
import { decodeText } from "#documents/decode-text.ts";
import type { PlainFormat } from "#documents/document-format.ts";
import { detectDelimiter, parseCsv } from "#documents/parse-csv.ts";
import type { DocumentContent } from "./document-content.ts";
import type { ReadContext } from "./read-context.ts";
import { readOffice } from "./read-office.ts";
import { createDocumentTable } from "./table-records.ts";

/** Reads a file of plain characters; it is one page. HTML and Markdown lose their marks, CSV is a table too. */
export async function readPlain(content: Buffer, format: PlainFormat, context: ReadContext): Promise<DocumentContent> {
  const { text, encoding } = decodeText(content);
  const properties = { encoding };
  if (format === "html" || format === "md") {
    const read = await readOffice({ content: Buffer.from(text, "utf8"), fileType: format }, context);
    return { ...read, properties: { ...read.properties, ...properties } };
  }
  const pages = [{ number: 1, text: text.trim() }];
  if (format === "txt") return { pages, tables: [], properties };
  const rows = parseCsv(text, detectDelimiter(text));
  if (rows.length > context.limits.max_rows) {
    throw new ValidationError(
      `Cannot read ${context.name}: it has ${rows.length} rows, more than limits.max_rows (${context.limits.max_rows}) allows`,
    );
  }
  const grid = rows.map((row) => row.map((cell) => ({ text: cell })));
  return { pages, tables: grid.length === 0 ? [] : [createDocumentTable(grid, { page: 1 })], properties };
}
