/** Runs in a process of its own. The drawing is given as bytes, without a path: so it has no place to load files from. */
import sharp from "sharp";
import type { SvgAnswer, SvgRequest } from "./svg-messages.ts";

/** Drawings narrower than this are drawn at twice their size, so that recognition can read small letters. */
const narrowPx = 1_000;

process.on("message", (request: SvgRequest) => {
  void draw(request)
    .catch((problem: unknown) => ({ problem: problem instanceof Error ? problem.message : String(problem) }))
    .then((answer) => process.send?.(answer));
});

// Nobody waits for the drawing any more; a normal exit would wait for its end.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));

async function draw({ content, maxPixels }: SvgRequest): Promise<SvgAnswer> {
  const { width, height } = await sharp(content, { limitInputPixels: false }).metadata();
  if (width * height > maxPixels) return { width, height };
  const scale = Math.max(1, Math.min(width < narrowPx ? 2 : 1, Math.sqrt(maxPixels / (width * height))));
  const drawing = sharp(content, { limitInputPixels: false, density: 72 * scale });
  return { width, height, png: await drawing.png({ compressionLevel: 1 }).toBuffer() };
}
