import { ValidationError } from "@aiecs/core/toolkit";
import type { Archive } from "#documents/read-archive.ts";
import type { DocumentPage, DocumentTable } from "#schemas/read-document.ts";
import { readCoreProperties } from "./core-properties.ts";
import type { DocumentContent } from "./document-content.ts";
import type { ReadContext } from "./read-context.ts";
import { readSheet, type SheetRow } from "./read-sheet.ts";
import { type Cell, createDocumentTable } from "./table-records.ts";
import { readWorkbookParts, textOf } from "./workbook-parts.ts";

/** More places than this are no table but a few cells far apart. */
const maxPlaces = 10_000_000;
const emptyCell: Cell = { text: "" };
const pictureTypes: { readonly [ending: string]: string } = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  bmp: "image/bmp",
  tif: "image/tiff",
  tiff: "image/tiff",
  webp: "image/webp",
  svg: "image/svg+xml",
};

/** Reads an xlsx workbook: a page and a table for each sheet that shows. Dates are ISO 8601, booleans TRUE or FALSE. */
export async function readWorkbook(archive: Archive, context: ReadContext): Promise<DocumentContent> {
  const { sheets, ...shared } = await readWorkbookParts(archive);
  const shown = sheets.filter(({ isHidden }) => !isHidden);
  refuseTooMany(shown.length, context);
  const pages: DocumentPage[] = [];
  const tables: DocumentTable[] = [];
  for (const [place, { name, part }] of shown.entries()) {
    context.signal.throwIfAborted();
    const rows = readSheet(await textOf(archive, part), shared);
    const grid = toGrid(rows, name, context);
    const number = place + 1;
    pages.push({
      number,
      text: grid
        .map((row) =>
          row
            .map(({ text }) => text)
            .join("\t")
            .trimEnd(),
        )
        .join("\n"),
    });
    if (grid.length > 0) tables.push(createDocumentTable(grid, { page: number, name }));
    context.progress(number / shown.length, `Sheet ${number} of ${shown.length}`);
  }
  await keepPictures(archive, context);
  const hidden_sheets = sheets.filter(({ isHidden }) => isHidden).map(({ name }) => name);
  return { pages, tables, properties: { ...(await readCoreProperties(archive)), hidden_sheets } };
}

function refuseTooMany(sheets: number, { limits, name }: ReadContext): void {
  if (sheets <= limits.max_pages) return;
  throw new ValidationError(
    `Cannot read ${name}: it has ${sheets} sheets, more than limits.max_pages (${limits.max_pages}) allows`,
  );
}

/** The cells in columns that hold anything. */
function toGrid(rows: readonly SheetRow[], sheet: string, { limits, name }: ReadContext): readonly (readonly Cell[])[] {
  if (rows.length > limits.max_rows) {
    throw new ValidationError(
      `Cannot read ${name}: its sheet ${sheet} has ${rows.length} rows, more than limits.max_rows (${limits.max_rows}) allows`,
    );
  }
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))].toSorted((one, other) => one - other);
  if (columns.length * rows.length > maxPlaces) {
    throw new ValidationError(
      `Cannot read ${name}: its sheet ${sheet} spreads over ${rows.length} rows and ${columns.length} columns, more than ${maxPlaces} cells; split it`,
    );
  }
  return rows.map((row) => columns.map((column) => row.get(column) ?? emptyCell));
}

async function keepPictures(archive: Archive, { pictures }: ReadContext): Promise<void> {
  for (const part of archive.names) {
    if (!part.startsWith("xl/media/")) continue;
    const mediaType = pictureTypes[part.slice(part.lastIndexOf(".") + 1).toLowerCase()];
    const content = mediaType === undefined ? undefined : await archive.read(part);
    if (mediaType === undefined || content === undefined) continue;
    await pictures.keep({ name: part.slice("xl/media/".length), mediaType, content });
  }
}
