import type { Pdf } from "./open-pdf.ts";
import { digest } from "./picture-keeper.ts";
import type { ReadContext } from "./read-context.ts";

const subtype = Buffer.from("/Subtype", "latin1");

/**
 * Whether a PDF may hold pictures. Their dictionaries are never packed, so that a file without the word (or a name with
 * escapes in its place) has none, and its pages need not be gone through once more.
 */
export function mayHavePictures(content: Buffer): boolean {
  for (let at = content.indexOf(subtype); at !== -1; at = content.indexOf(subtype, at + 1)) {
    const start = at + subtype.length;
    if (/^\s*\/(?:Image|[^\s/<>[\]()]*#)/.test(content.toString("latin1", start, start + 24))) return true;
  }
  return false;
}

/** Keeps the pictures of a page as PNG. */
export async function keepPagePictures(pdf: Pdf, number: number, context: ReadContext): Promise<void> {
  const { pictures, limits } = context;
  const unpdf = await import("unpdf");
  const found = await unpdf.extractImages(pdf, number);
  for (const { data, width, height, channels } of found) {
    const key = `${width}x${height}x${channels}:${digest(Buffer.from(data.buffer, data.byteOffset, data.byteLength))}`;
    if (width * height > limits.max_pixels || pictures.has(key)) continue;
    const sharp = (await import("sharp")).default;
    const raw = { width, height, channels };
    const content = await sharp(data, { raw, limitInputPixels: limits.max_pixels }).png().toBuffer();
    await pictures.keep(
      { name: `page-${number}-picture-${pictures.kept.length + 1}.png`, mediaType: "image/png", content },
      key,
    );
  }
}
