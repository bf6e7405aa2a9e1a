import { proseAndCode } from "#ranking/prose-and-code.ts";
import { wordsOf } from "#ranking/terms.ts";
import { withoutTags } from "./plain-prose.ts";

const shortest = 25;
const longest = 320;
const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/**
 * The sentence of a passage that says most of what is asked, in the passage's own words: markup and line breaks aside,
 * nothing is changed; a sentence that is very long is cut, which "…" tells.
 */
export function keySentence(text: string, weightOf: (term: string) => number): string {
  const sentences = sentencesOf(text);
  let best = sentences[0] ?? "";
  let most = -1;
  for (const sentence of sentences) {
    const words = new Set(Array.from(wordsOf(sentence), ({ term }) => term));
    const sum = [...words].reduce((total, term) => total + weightOf(term), 0);
    // What is said in fewer words is said more clearly.
    const score = sum / Math.sqrt(8 + words.size) - (sentence.length < shortest ? 1_000 : 0);
    if (score > most || most === -1) {
      best = sentence;
      most = score;
    }
  }
  return shortened(best);
}

/** The sentences of a text without headings, tables, tags and code, where there is anything else. */
function sentencesOf(text: string): readonly string[] {
  const { prose } = proseAndCode(text);
  const told = blocksOf(withoutTags(prose), (line) => !/^\s*(?:#{1,6}\s|\||[-=*_]{3,}\s*$)/.test(line));
  // Of tables and code each line is for itself.
  const blocks =
    told.length > 0
      ? told
      : text
          .split("\n")
          .map(plainLine)
          .filter((line) => /\p{L}/u.test(line));
  return blocks.flatMap((block) =>
    Array.from(segmenter.segment(block), ({ segment }) => segment.trim()).filter((sentence) => sentence !== ""),
  );
}

/** Lines that belong together as one line: an item of a list and a named value begin anew. */
function blocksOf(text: string, isTold: (line: string) => boolean): readonly string[] {
  const blocks: string[] = [];
  let open = false;
  for (const line of text.split("\n")) {
    const words = plainLine(line);
    if (words === "" || !isTold(line)) {
      open = false;
      continue;
    }
    const isItem = /^\s*(?:(?:[-*+•]|\d{1,3}[.)])\s|[\w.-]{1,40}: )/.test(line);
    const last = blocks.length - 1;
    if (open && !isItem) blocks[last] = `${blocks[last]} ${words}`;
    else blocks.push(words);
    open = true;
  }
  return blocks;
}

function plainLine(line: string): string {
  return line
    .replace(/^\s*(?:#{1,6}|[-*+•>]|\d{1,3}[.)])\s+/, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\*\*|__|`/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

function shortened(sentence: string): string {
  if (sentence.length <= longest) return sentence;
  const space = sentence.lastIndexOf(" ", longest);
  return `${sentence.slice(0, space > longest / 2 ? space : longest)} …`;
}
