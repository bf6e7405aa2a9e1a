import { loadSharp } from "./load-sharp.ts";
import { brokenImage, type OpenImage } from "./open-image.ts";

/** Degrees clockwise. */
export type Turn = 0 | 90 | 180 | 270;

export type DrawOptions = {
  /** From 0. */
  readonly page: number;
  /** Larger pages are shrunk to it. */
  readonly maxPixels: number;
  /** Beyond what EXIF data says. @default 0 */
  readonly turn?: Turn;
};

/** Below this width letters are often too small for recognition; twice the size reads better (measured in the tests). */
const narrowPx = 1_000;

/** Recognition keeps places as whole numbers of 16 bits. */
const longestSidePx = 32_000;

/**
 * A page as recognition wants it: upright, grey, on white, small ones at twice their size, as PNG.
 *
 * @throws E001 when the image is broken
 */
export async function drawPage(image: OpenImage, { page, maxPixels, turn = 0 }: DrawOptions): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const options = { page, limitInputPixels: false } as const;
  try {
    const { autoOrient } = await sharp(image.content, options).metadata();
    const { width, height } = autoOrient;
    const fitting = Math.min(Math.sqrt(maxPixels / (width * height)), longestSidePx / Math.max(width, height));
    const scale = Math.min(width < narrowPx ? 2 : 1, fitting);
    const upright = sharp(image.content, options)
      .autoOrient()
      .flatten({ background: "#fff" })
      .greyscale()
      .toColourspace("b-w");
    const scaled = (side: number) => Math.max(1, Math.round(side * scale));
    const size = { width: scaled(width), height: scaled(height), fit: "fill" } as const;
    const sized = await (scale === 1 ? upright : upright.resize(size)).png({ compressionLevel: 1 }).toBuffer();
    return turn === 0 ? sized : await sharp(sized).rotate(turn).png({ compressionLevel: 1 }).toBuffer();
  } catch (cause) {
    throw brokenImage(image.name, cause);
  }
}
