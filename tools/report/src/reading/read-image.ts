import { readFile } from "node:fs/promises";
import { type ArtifactHandle, type FileContext, locateArtifact, ValidationError } from "@aiecs/core/toolkit";
import type { ReportImage } from "#blocks/block.ts";
import { pixelCount } from "./pixel-count.ts";

const formats: ReadonlyMap<string, ReportImage["format"]> = new Map([
  ["image/svg+xml", "svg"],
  ["image/png", "png"],
  ["image/jpeg", "jpg"],
]);

const maxImageBytes = 20 * 1024 * 1024;

/**
 * The picture that an artifact holds.
 *
 * @param where names the parameter in messages
 * @throws E001 when it is no picture that a report can hold, or too large
 */
export async function readImage(artifact: ArtifactHandle, where: string, context: FileContext): Promise<ReportImage> {
  const format = formats.get(artifact.media_type);
  if (format === undefined) {
    throw new ValidationError(
      `${where}: expected a picture (${[...formats.keys()].join(", ")}), received ${artifact.media_type} (${artifact.name})`,
    );
  }
  if (artifact.bytes > maxImageBytes) {
    throw new ValidationError(
      `${where}: ${artifact.name} has ${artifact.bytes} bytes, more than the ${maxImageBytes} a picture may have`,
    );
  }
  const content = await readFile((await locateArtifact(artifact, context)).path);
  const pixels = format === "svg" ? 0 : pixelCount(content);
  if (pixels === undefined)
    throw new ValidationError(`${where}: ${artifact.name} is no ${artifact.media_type} picture`);
  const { max_pixels } = context.limits;
  if (pixels > max_pixels) {
    throw new ValidationError(
      `${where}: ${artifact.name} has ${pixels} pixels, the config's limits.max_pixels allows ${max_pixels}`,
    );
  }
  return { format, content };
}
