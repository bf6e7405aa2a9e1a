import { readText, type TextSource, type ToolContext, ValidationError } from "@aiecs/core/toolkit";

/** About 150,000 words: the longest contracts have half of it. */
export const maxTextLength = 1_000_000;

/**
 * The text that a parameter stands for, no longer than can be read in bounded time.
 *
 * @throws E001 for what is no text, is empty, or is longer than a million characters
 */
export async function readBoundedText(
  value: unknown,
  name: string,
  context: Pick<ToolContext, "files" | "artifacts" | "limits">,
): Promise<TextSource> {
  const read = await readText(value, context);
  if (read.text.length <= maxTextLength) return read;
  const where = read.source === null ? name : `${name} (${read.source})`;
  const [most, received] = [maxTextLength, read.text.length].map((length) => length.toLocaleString("en"));
  throw new ValidationError(
    `${where}: expected at most ${most} characters, received ${received}; split the text, and call once for each part`,
  );
}
