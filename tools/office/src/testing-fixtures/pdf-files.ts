import { PDFDocument, StandardFonts } from "pdf-lib";
import sharp from "sharp";

/** A picture of one colour. */
export async function picture(width: number, height: number, background = "#c00"): Promise<Buffer> {
  return await sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();
}

/** Pages by their lines; null is a page that is nothing but a picture, as scanners make it. */
export async function pdf(pages: readonly (readonly string[] | null)[]): Promise<Buffer> {
  const document = await PDFDocument.create();
  document.setTitle("Planted title");
  const font = await document.embedFont(StandardFonts.Helvetica);
  const scan = await document.embedPng(await picture(40, 60));
  for (const lines of pages) {
    const page = document.addPage([595, 842]);
    if (lines === null) page.drawImage(scan, { x: 50, y: 50, width: 400, height: 600 });
    for (const [place, line] of (lines ?? []).entries()) {
      // Columns are parted by a bar.
      for (const [column, cell] of line.split("|").entries()) {
        page.drawText(cell, { x: 60 + 160 * column, y: 780 - 20 * place, size: 12, font });
      }
    }
  }
  return Buffer.from(await document.save());
}
