import { loadSharp } from "#reading/load-sharp.ts";
import type { OpenImage } from "#reading/open-image.ts";

/** RGB bytes of an image shrunk to a square: few enough for counting, averaged so that no detail falls between. */
export async function sampleColors({ content }: OpenImage): Promise<Uint8Array> {
  const sharp = await loadSharp();
  return await sharp(content, { limitInputPixels: false })
    .flatten({ background: "#fff" })
    .resize(128, 128, { fit: "fill" })
    .toColourspace("srgb")
    .removeAlpha()
    .raw()
    .toBuffer();
}
