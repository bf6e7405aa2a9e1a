import { stopWords } from "./stop-words.ts";

/** The terms of a text: how often each stands there, by its stem. */
export type TermCounts = ReadonlyMap<string, number>;

const word = /[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu;

/**
 * Counts the words of a text that say what it is about: in lower case, singular, without those that every text has.
 *
 * @param spellings gets the first spelling of each stem, for people
 */
export function countTerms(text: string, spellings: Map<string, string>): TermCounts {
  const counts = new Map<string, number>();
  for (const [spelling] of text.normalize("NFKC").toLowerCase().matchAll(word)) {
    const plain = spelling.replace(/['’].*$/u, "");
    if ((plain.length < 2 && !/\p{Script=Han}/u.test(plain)) || stopWords.has(plain)) continue;
    const stem = singular(plain);
    if (!spellings.has(stem)) spellings.set(stem, plain);
    counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  return counts;
}

/** English plurals without their endings, after the S stemmer (Harman, 1991), which leaves an e to "boxes" and "classes". */
function singular(text: string): string {
  if (text.length < 4) return text;
  if (text.endsWith("ies") && !/[ae]ies$/.test(text)) return `${text.slice(0, -3)}y`;
  if (/(?:x|ch|sh|ss|zz)es$/.test(text)) return text.slice(0, -2);
  if (text.endsWith("es") && !/[aeo]es$/.test(text)) return text.slice(0, -1);
  return text.endsWith("s") && !/(?:us|ss)$/.test(text) ? text.slice(0, -1) : text;
}
