import type { ToolContext } from "@aiecs/core/toolkit";
import type { PDFDocument } from "pdf-lib";
import { readImageFacts } from "#documents/image-facts.ts";

export type ImagePdf = { readonly pdf: Uint8Array; readonly pages: number };

const defaultDensity = 96;
const pointsPerInch = 72;

/** A page of the image's own size for each of its pages (frames of moving pictures too). */
export async function imageToPdf(
  content: Buffer,
  { name, limits, signal }: Pick<ToolContext, "limits" | "signal"> & { readonly name: string },
): Promise<ImagePdf> {
  const { format, pages } = await readImageFacts(content, { name, limits });
  const [{ PDFDocument }, { default: sharp }] = await Promise.all([import("pdf-lib"), import("sharp")]);
  const document = await PDFDocument.create();
  const count = format === "tiff" ? pages : 1;
  for (let page = 0; page < count; page += 1) {
    signal.throwIfAborted();
    const image = sharp(content, { limitInputPixels: limits.max_pixels, ...(count > 1 ? { page } : {}) });
    const { orientation = 1, density = defaultDensity } = await image.metadata();
    const dots = density > 1 ? density : defaultDensity;
    // A JPEG that stands upright stays as it is; everything else becomes a PNG, without loss.
    if (format === "jpeg" && orientation === 1) await addPage(document, await document.embedJpg(content), dots);
    else
      await addPage(
        document,
        await document.embedPng(await image.autoOrient().toColourspace("srgb").png().toBuffer()),
        dots,
      );
  }
  return { pdf: await document.save(), pages: count };
}

async function addPage(
  document: PDFDocument,
  image: Awaited<ReturnType<PDFDocument["embedPng"]>>,
  density: number,
): Promise<void> {
  const [width, height] = [(image.width * pointsPerInch) / density, (image.height * pointsPerInch) / density];
  document.addPage([width, height]).drawImage(image, { x: 0, y: 0, width, height });
}
