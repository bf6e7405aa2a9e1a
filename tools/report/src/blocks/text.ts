import { cleanLine } from "#wording/clean-text.ts";
import type { Block, Inline } from "./block.ts";

const rtlLetter = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const anyLetter = /\p{L}/u;

/** Whether a text runs from right to left: its first letter says so. */
export function isRightToLeft(text: string): boolean {
  const first = anyLetter.exec(text)?.[0];
  return first !== undefined && rtlLetter.test(first);
}

/** Text as one piece. */
export function text(value: string): readonly Inline[] {
  return [{ t: "text", v: breakable(cleanLine(value)) }];
}

export function heading(level: number, value: string): Block {
  return withDirection({ t: "heading", level, c: text(value) }, value);
}

export function paragraph(value: string, options: { readonly muted?: boolean } = {}): Block {
  return withDirection({ t: "par", c: text(value), ...options }, value);
}

/** Plain text as paragraphs: blank lines part them, single line ends are kept. */
export function paragraphs(value: string): readonly Block[] {
  return value
    .split(/\r?\n[ \t]*(?:\r?\n[ \t]*)+/)
    .filter((part) => part.trim() !== "")
    .map((part) => {
      const lines = part.split(/\r?\n/).filter((line) => line.trim() !== "");
      const c = lines.flatMap((line, place): readonly Inline[] =>
        place === 0 ? text(line) : [{ t: "break" }, ...text(line)],
      );
      return withDirection({ t: "par", c }, part);
    });
}

/** All text of a run, without its marks. */
export function plainText(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => ("c" in inline ? plainText(inline.c) : inline.t === "break" ? " " : inline.v))
    .join("");
}

export function withDirection<B extends Block>(block: B, content: string): B {
  return isRightToLeft(content) ? { ...block, rtl: true } : block;
}

/** Runs longer than this may be broken anywhere: no line is that long. */
const maxRun = 48;
const longRun = new RegExp(`[^\\s\\u200b]{${maxRun + 1},}`, "gu");

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const pieceLength = 24;

/** Lets a word that is longer than any line break inside, by characters that have no width; never within a letter. */
export function breakable(value: string): string {
  return value.length <= maxRun ? value : value.replace(longRun, breakRun);
}

function breakRun(run: string): string {
  let broken = "";
  let place = 0;
  for (const { segment } of graphemes.segment(run)) {
    if (place > 0 && place % pieceLength === 0) broken += "\u200b";
    broken += segment;
    place++;
  }
  return broken;
}
