import { setImmediate } from "node:timers/promises";
import type { DocumentPage, DocumentTable } from "#schemas/read-document.ts";
import type { DocumentContent, Properties } from "./document-content.ts";
import { drawPages } from "./draw-pages.ts";
import { closePdf, openPdf, type Pdf } from "./open-pdf.ts";
import { keepPagePictures, mayHavePictures } from "./pdf-pictures.ts";
import { findPageTables } from "./pdf-tables.ts";
import { readPageText } from "./pdf-text.ts";
import { isoMoment, orNull } from "./properties.ts";
import type { ReadContext } from "./read-context.ts";

/** Reads a PDF: the text layer of each page, tables that show as such, pictures; pages without text are drawn. */
export async function readPdf(content: Buffer, context: ReadContext): Promise<DocumentContent> {
  const { signal, progress } = context;
  const pdf = await openPdf(content, context);
  const pages: DocumentPage[] = [];
  const tables: DocumentTable[] = [];
  const properties = await readProperties(pdf);
  const withPictures = mayHavePictures(content);
  try {
    for (let number = 1; number <= pdf.numPages; number += 1) {
      // Lets the abort of the call come in.
      await setImmediate();
      signal.throwIfAborted();
      const page = await pdf.getPage(number);
      const { text, pieces } = await readPageText(page);
      pages.push({ number, text });
      tables.push(...findPageTables(pieces, number));
      if (withPictures) await keepPagePictures(pdf, number, context);
      page.cleanup();
      progress((0.5 * number) / pdf.numPages, `Page ${number} of ${pdf.numPages}`);
    }
  } finally {
    await closePdf(pdf);
  }
  const blank = pages.filter(({ text }) => text === "").map(({ number }) => number);
  return { pages, tables, scannedPages: await drawPages(content, blank, context), properties };
}

async function readProperties(pdf: Pdf): Promise<Properties> {
  const unpdf = await import("unpdf");
  const { info } = await unpdf.getMeta(pdf, { parseDates: true });
  const known: Readonly<Record<string, unknown>> = info;
  return {
    title: orNull(known.Title),
    author: orNull(known.Author),
    subject: orNull(known.Subject),
    keywords: orNull(known.Keywords),
    created: isoMoment(known.CreationDate),
    modified: isoMoment(known.ModDate),
  };
}
