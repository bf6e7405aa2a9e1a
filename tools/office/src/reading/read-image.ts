import { readImageFacts } from "#documents/image-facts.ts";
import type { DocumentContent } from "./document-content.ts";
import type { ReadContext } from "./read-context.ts";

/** An image has no text of its own: it is a scanned page itself, for image_tool.ocr_text to read. */
export async function readImage(content: Buffer, context: ReadContext): Promise<DocumentContent> {
  const { format, mediaType, pages } = await readImageFacts(content, context);
  const image = await context.pictures.keep({ name: fileName(context.name), mediaType, content });
  return {
    pages: Array.from({ length: pages }, (_, place) => ({ number: place + 1, text: "" })),
    tables: [],
    scannedPages: image ? [image] : [],
    properties: {},
    format,
  };
}

function fileName(name: string): string {
  return name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1);
}
