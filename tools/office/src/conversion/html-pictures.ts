import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import { detectContent } from "#documents/detect-format.ts";
import { readImageFacts } from "#documents/image-facts.ts";
import type { PictureSource } from "./safe-html.ts";

type Context = Pick<ToolContext, "files" | "limits">;

const dataStart = /^data:image\/(?:png|jpeg|jpg|gif|webp);base64,/i;
const shownTypes: ReadonlySet<string> = new Set(["png", "jpeg", "gif", "webp"]);

/**
 * Pictures of an HTML page that may be shown: those within it, and files beside it that the call may read. Nothing is
 * fetched.
 */
export function pictureSources(page: string, context: Context): PictureSource {
  return async (source) => {
    const content = dataStart.test(source)
      ? Buffer.from(source.slice(source.indexOf(",") + 1), "base64")
      : await readLocal(source, page, context);
    return content && (await toDataUri(content, context));
  };
}

async function readLocal(source: string, page: string, { files }: Context): Promise<Buffer | undefined> {
  const isUrl = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(source);
  if (isUrl && !source.toLowerCase().startsWith("file:///")) return undefined;
  try {
    const path = isUrl ? fileURLToPath(source) : resolve(dirname(page), decodeURI(source));
    return await readFile(await files.readable(path));
  } catch {
    // Not there, not allowed, or no path at all: the result names it as left out.
    return undefined;
  }
}

async function toDataUri(content: Buffer, { limits }: Context): Promise<string | undefined> {
  try {
    if (detectContent(content, "picture") !== "image") return undefined;
    const { format, mediaType } = await readImageFacts(content, { name: "picture", limits });
    return shownTypes.has(format) ? `data:${mediaType};base64,${content.toString("base64")}` : undefined;
  } catch (error) {
    // Damaged, too large or no picture: the result names it as left out.
    if (error instanceof ValidationError) return undefined;
    throw error;
  }
}
