import { type InputFile, ValidationError } from "@aiecs/core/toolkit";
import { countFrames, type OpenContext } from "./open-image.ts";

/** One page of an image; pages count from 0. */
export type PageSource = { readonly file: InputFile; readonly page: number };

export type PageList = { readonly sources: readonly PageSource[]; readonly warnings: string[] };

/**
 * The pages of images, by their headers: all of a TIFF, the first frame of an animation. Contents are not kept, so
 * that a long list takes no memory.
 *
 * @throws E001 for the first that is no image, and for more pages than allowed
 */
export async function listPages(files: readonly InputFile[], context: OpenContext): Promise<PageList> {
  const { max_pages } = context.limits;
  const sources: PageSource[] = [];
  const warnings: string[] = [];
  for (const file of files) {
    context.signal.throwIfAborted();
    const { format, frames } = await countFrames(file, context);
    const count = format === "tiff" ? frames : 1;
    if (count < frames) warnings.push(`${file.name} is animated: only the first of its ${frames} frames was read.`);
    if (sources.length + count > max_pages) {
      throw new ValidationError(
        `Too many pages: with ${file.name} there are ${sources.length + count}, the config's limits.max_pages allows ` +
          `${max_pages}: read them in several calls, or raise the limit`,
        { details: { pages: sources.length + count, max_pages } },
      );
    }
    for (let page = 0; page < count; page++) sources.push({ file, page });
  }
  return { sources, warnings };
}
