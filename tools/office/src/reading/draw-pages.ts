import type { Artifact } from "@aiecs/core/toolkit";
import { closePdf, openPdf } from "./open-pdf.ts";
import type { ReadContext } from "./read-context.ts";

/** What text recognition works best with. */
const dotsPerInch = 300;
const pointsPerInch = 72;

/** Draws pages of a PDF as PNG artifacts, at 300 dots per inch where the page has no more than limits.max_pixels so. */
export async function drawPages(
  content: Buffer,
  pages: readonly number[],
  context: ReadContext,
): Promise<readonly Artifact[]> {
  if (pages.length === 0) return [];
  const { artifacts, signal, progress } = context;
  const unpdf = await import("unpdf");
  const canvasImport = () => import("@napi-rs/canvas");
  const CanvasFactory = await unpdf.createIsomorphicCanvasFactory(canvasImport);
  const pdf = await openPdf(content, context, { CanvasFactory });
  try {
    const drawn: Artifact[] = [];
    for (const number of pages) {
      signal.throwIfAborted();
      const { width, height } = (await pdf.getPage(number)).getViewport({ scale: 1 });
      const scale = scaleOf(width, height, context.limits.max_pixels);
      const png = await unpdf.renderPageAsImage(pdf, number, { canvasImport, scale });
      const name = `page-${number}.png`;
      drawn.push(await artifacts.write({ name, mediaType: "image/png", content: new Uint8Array(png) }));
      progress(0.5 + (0.5 * drawn.length) / pages.length, `Drew page ${number}`);
    }
    return drawn;
  } finally {
    await closePdf(pdf);
  }
}

function scaleOf(width: number, height: number, maxPixels: number): number {
  // One pixel less in each direction, since sides are rounded up.
  const largest = Math.sqrt(maxPixels / (width * height)) - 1 / Math.min(width, height);
  return Math.max(Math.min(dotsPerInch / pointsPerInch, largest), 1 / Math.min(width, height));
}
