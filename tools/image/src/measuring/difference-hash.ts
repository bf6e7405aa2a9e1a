import { loadSharp } from "#reading/load-sharp.ts";
import type { OpenImage } from "#reading/open-image.ts";

/**
 * The difference hash (dHash; N. Krawetz, "Kind of Like That", 2013): the image in 9 × 8 grey tones, upright; each bit
 * says whether a tone is darker than its right neighbour, row by row. 16 hex digits.
 */
export async function differenceHash({ content }: OpenImage): Promise<string> {
  const sharp = await loadSharp();
  const upright = sharp(content, { limitInputPixels: false }).autoOrient().flatten({ background: "#fff" });
  const { data, info } = await upright
    .greyscale()
    .resize(9, 8, { fit: "fill" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const toneAt = (row: number, column: number) => data[(9 * row + column) * info.channels] ?? 0;
  let hash = 0n;
  for (let row = 0; row < 8; row++) {
    for (let column = 0; column < 8; column++) {
      hash = (hash << 1n) | (toneAt(row, column) < toneAt(row, column + 1) ? 1n : 0n);
    }
  }
  return hash.toString(16).padStart(16, "0");
}
