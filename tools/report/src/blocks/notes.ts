import { cleanLine } from "#wording/clean-text.ts";
import type { Block } from "./block.ts";
import { heading, text } from "./text.ts";

/** What a reader has to know of how the figures came about; each thing once. */
export function notesBlocks(notes: readonly string[]): readonly Block[] {
  const kept = [...new Set(notes.map((note) => cleanLine(note).trim()))].filter((note) => note !== "");
  if (kept.length === 0) return [];
  const items = kept.map((note): readonly Block[] => [{ t: "par", c: text(note), muted: true }]);
  return [heading(1, "Notes"), { t: "list", ordered: false, start: 1, items }];
}
