import type { ToolContext } from "@aiecs/core/toolkit";
import { ValidationError } from "@aiecs/core/toolkit";

export type ImageFacts = {
  /** A file extension, for example `jpeg`. */
  readonly format: string;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  readonly pages: number;
};

/** What an image's header tells; its pixels are not decoded. @throws E001 for one that is damaged or too large */
export async function readImageFacts(
  content: Buffer,
  { name, limits }: Pick<ToolContext, "limits"> & { readonly name: string },
): Promise<ImageFacts> {
  const sharp = (await import("sharp")).default;
  const facts = await sharp(content, { limitInputPixels: false })
    .metadata()
    .catch((cause: unknown) => {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new ValidationError(`Cannot read ${name}: the image is damaged (${why})`, { cause });
    });
  const { width, height, pages = 1, pageHeight = height } = facts;
  const format = facts.format === "heif" && facts.compression === "av1" ? "avif" : facts.format;
  const pixels = width * pageHeight * pages;
  if (pixels > limits.max_pixels) {
    throw new ValidationError(
      `Cannot read ${name}: it has ${pixels} pixels (${width} × ${pageHeight}${pages > 1 ? `, ${pages} pages` : ""}), more than limits.max_pixels (${limits.max_pixels}) allows`,
    );
  }
  return {
    format,
    mediaType: format === "svg" ? "image/svg+xml" : `image/${format}`,
    width,
    height: pageHeight,
    pages,
  };
}
