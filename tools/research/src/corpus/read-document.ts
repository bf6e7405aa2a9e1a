import { OperationNotFoundError, ToolNotFoundError, ValidationError } from "@aiecs/core";
import type { ToolContext } from "@aiecs/core/toolkit";
import { type Pieces, splitText } from "./split-text.ts";

type ReadContext = Pick<ToolContext, "call">;

/** The passages of a PDF, Word file and the like, which office_tool reads. Undefined where there is no office_tool. */
export async function readDocument(path: string, context: ReadContext): Promise<Pieces | undefined> {
  let result: unknown;
  try {
    result = await context.call("office_tool.read_document", { file_path: path });
  } catch (error) {
    if (isNotRegistered(error)) return undefined;
    throw error;
  }
  const text = fieldOf(result, "text");
  if (typeof text !== "string") throw new ValidationError("office_tool.read_document returned no text");
  return pagePieces(text, pageStarts(text, fieldOf(result, "pages")));
}

/** Whether a call failed because nothing of that name can be called. */
export function isNotRegistered(error: unknown): boolean {
  return error instanceof ToolNotFoundError || error instanceof OperationNotFoundError;
}

type PageStart = { readonly number: number; readonly start: number };

function* pagePieces(text: string, pages: readonly PageStart[]): Pieces {
  for (const piece of splitText(text, { hasHeadings: false })) {
    if (piece === null) yield null;
    else yield { ...piece, page: pages.findLast(({ start }) => start <= piece.start)?.number ?? null };
  }
}

/** Where each page begins in the whole text; none for a document of one page. */
function pageStarts(text: string, pages: unknown): readonly PageStart[] {
  if (!Array.isArray(pages) || pages.length < 2) return [];
  const starts: PageStart[] = [];
  let from = 0;
  for (const page of pages) {
    const number = fieldOf(page, "number");
    const content = fieldOf(page, "text");
    if (typeof number !== "number" || typeof content !== "string" || content.trim() === "") continue;
    const start = text.indexOf(content.trim(), from);
    if (start === -1) continue;
    starts.push({ number, start });
    from = start + content.trim().length;
  }
  return starts;
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
}
