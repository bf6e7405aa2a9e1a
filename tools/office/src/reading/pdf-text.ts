import type { PdfPage } from "./open-pdf.ts";

/** A piece of text on a page, in points from its lower left corner. */
export type TextPiece = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

export type PageText = { readonly text: string; readonly pieces: readonly TextPiece[] };

/** The text layer of a page, in the order of the page's content, a line for each of its lines. */
export async function readPageText(page: PdfPage): Promise<PageText> {
  const { items } = await page.getTextContent();
  const pieces: TextPiece[] = [];
  let text = "";
  for (const item of items) {
    if (!("str" in item)) continue;
    text += item.hasEOL ? `${item.str}\n` : item.str;
    if (item.str.trim() === "") continue;
    const [x, y]: readonly unknown[] = item.transform.slice(4);
    pieces.push({ text: item.str, x: Number(x), y: Number(y), width: item.width, height: item.height });
  }
  return { text: text.replaceAll("\u0000", "").trim(), pieces };
}
