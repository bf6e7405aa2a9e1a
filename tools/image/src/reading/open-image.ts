import { readFile } from "node:fs/promises";
import { type InputFile, type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import { drawSvg } from "./draw-svg.ts";
import { loadSharp } from "./load-sharp.ts";
import { readableFormats, type SniffedFormat, sniffFormat } from "./sniff-format.ts";

/** An image whose header was read and whose size is allowed. */
export type OpenImage = {
  /** As the caller named it. */
  readonly name: string;
  /** The file; of an SVG its drawing, as PNG. */
  readonly content: Uint8Array;
  /** As a file extension. */
  readonly format: string;
  /** Of the first page, as stored. */
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly hasAlpha: boolean;
  readonly exif: Uint8Array | undefined;
  /** Pages of a TIFF, frames of an animation; else 1. */
  readonly frames: number;
};

/** What opening an image needs of the call. */
export type OpenContext = Pick<ToolContext, "limits" | "signal">;

type ImageContent = { readonly name: string; readonly content: Uint8Array };

/**
 * Reads an image's file and header; an SVG is drawn.
 *
 * @throws E001 for what is no image, is broken or has more pixels than allowed
 */
export async function openImage(file: InputFile, context: OpenContext): Promise<OpenImage> {
  const { sniffed, ...image } = await readImageFile(file);
  const { drawnFrom, ...opened } = await drawIfSvg(image, sniffed, context);
  const { format, compression, channels, hasAlpha, exif, pages = 1, ...stored } = await readHeader(opened, 0);
  const { width, height } = drawnFrom ?? stored;
  checkPixels({ width, height }, opened, context);
  // The library calls both AVIF and HEIC by the name of their container.
  const named = format === "heif" && compression === "av1" ? "avif" : format;
  return { ...opened, format: drawnFrom ? "svg" : named, width, height, channels, hasAlpha, exif, frames: pages };
}

/** How many pages or frames an image has, and its format, by its header alone. @throws E001 as `openImage` */
export async function countFrames(
  file: InputFile,
  context: OpenContext,
): Promise<{ readonly format: SniffedFormat; readonly frames: number }> {
  const { sniffed, ...image } = await readImageFile(file);
  // Its size is known only when it is drawn.
  if (sniffed === "svg") return { format: sniffed, frames: 1 };
  const { pages = 1, ...size } = await readHeader(image, 0);
  checkPixels(size, image, context);
  return { format: sniffed, frames: pages };
}

/** Checks a further page. @throws E001 as `openImage` */
export async function checkPage(image: OpenImage, page: number, context: OpenContext): Promise<void> {
  if (page > 0) checkPixels(await readHeader(image, page), image, context);
}

async function readImageFile({ name, path }: InputFile): Promise<ImageContent & { readonly sniffed: SniffedFormat }> {
  const content = await readFile(path);
  const sniffed = sniffFormat(content);
  if (sniffed !== undefined) return { name, content, sniffed };
  throw new ValidationError(
    `${name} is no image that can be read: expected ${readableFormats}, ` +
      `received ${content.length === 0 ? "an empty file" : "a file with other content"}`,
  );
}

type DrawnImage = ImageContent & { readonly drawnFrom?: Size };

/** An SVG as PNG; anything else as it is. */
async function drawIfSvg(image: ImageContent, sniffed: SniffedFormat, context: OpenContext): Promise<DrawnImage> {
  if (sniffed !== "svg") return image;
  const { limits, signal } = context;
  const { png, ...size } = await drawSvg({ content: image.content, maxPixels: limits.max_pixels, signal }).catch(
    (cause: unknown) => {
      signal.throwIfAborted();
      throw brokenImage(image.name, cause);
    },
  );
  checkPixels(size, image, context);
  return { name: image.name, content: png ?? image.content, drawnFrom: size };
}

async function readHeader({ name, content }: ImageContent, page: number) {
  const sharp = await loadSharp();
  try {
    return await sharp(content, { page, limitInputPixels: false }).metadata();
  } catch (cause) {
    throw brokenImage(name, cause);
  }
}

type Size = { readonly width: number; readonly height: number };

function checkPixels({ width, height }: Size, { name }: ImageContent, { limits }: OpenContext): void {
  const { max_pixels } = limits;
  const pixels = width * height;
  if (pixels <= max_pixels) return;
  throw new ValidationError(
    `Image too large: ${name} has ${pixels} pixels (${width} × ${height}), the config's limits.max_pixels allows ` +
      `${max_pixels}: make it smaller, or raise the limit`,
    { details: { width, height, max_pixels } },
  );
}

/** What the image library said of a file, as an error for the caller. */
export function brokenImage(name: string, cause: unknown): ValidationError {
  const said = cause instanceof Error ? cause.message.trim().split("\n")[0] : String(cause);
  return new ValidationError(`${name} is a broken image: ${said}`, { cause });
}
