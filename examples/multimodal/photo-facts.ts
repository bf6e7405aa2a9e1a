import sharp from "sharp";

/** Width, height and components of a JPEG, as its first frame header states them (ITU-T T.81, B.2.2). */
export function readFrameHeader(jpeg: Buffer): {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
} {
  let at = 2;
  while (at + 10 < jpeg.length) {
    const marker = jpeg.readUInt16BE(at);
    if (marker >= 0xff_c0 && marker <= 0xff_c2) {
      const [height, width] = [jpeg.readUInt16BE(at + 5), jpeg.readUInt16BE(at + 7)];
      return { width, height, channels: jpeg.readUInt8(at + 9) };
    }
    at += 2 + jpeg.readUInt16BE(at + 2);
  }
  throw new Error("A JPEG without a frame header");
}

/** The mean luma of all pixels, from 0 to 1 (ITU-R BT.601). */
export async function meanLuma(jpeg: Buffer): Promise<number> {
  const pixels = await sharp(jpeg).removeAlpha().raw().toBuffer();
  let sum = 0;
  for (let at = 0; at < pixels.length; at += 3) {
    sum += 0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0);
  }
  return sum / (pixels.length / 3) / 255;
}
