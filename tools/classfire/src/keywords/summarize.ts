import { splitSentences } from "#language/sentences.ts";
import { findWords } from "#measures/words.ts";
import type { Keyword } from "./keyword.ts";

/** Sentences of a text, unchanged and in their order, that say most of what it is about. */
export type Summary = {
  readonly text: string;
  readonly sentences: readonly { readonly text: string; readonly start: number; readonly end: number }[];
  readonly method: "extractive";
};

const longest = 600;

/** The sentences with most keywords for their length; the first ones weigh more, and what was said already less. */
export function summarize(text: string, keywords: readonly Keyword[], count: number): Summary {
  const weights = new Map(
    keywords
      .flatMap(({ text: phrase, score }) =>
        [...findWords(phrase)].map(({ text: word }) => [word.toLowerCase(), score] as const),
      )
      .toReversed(),
  );
  const sentences = splitSentences(text)
    .map((span, index, { length }) => {
      const written = text.slice(span.start, span.end);
      const words = new Set([...findWords(written)].map(({ text: word }) => word.toLowerCase()));
      const isWhole = /[.!?…。！？؟।]["'”’»)\]]*$/u.test(written) && written.length <= longest;
      return { ...span, index, written, words, weight: isWhole ? 1 + 0.5 * (1 - index / length) : 0.05 };
    })
    .filter(({ words }) => words.size > 0);
  const chosen: typeof sentences = [];
  const said = new Set<string>();
  while (chosen.length < count && sentences.length > 0) {
    let best = 0;
    const scores = sentences.map(({ words, weight }) => {
      let sum = 0;
      for (const word of words) sum += (weights.get(word) ?? 0) * (said.has(word) ? 0.3 : 1);
      return ((sum + 0.01) / (6 + words.size) ** 0.7) * weight;
    });
    for (const [index, score] of scores.entries()) if (score > (scores[best] ?? 0)) best = index;
    const [next] = sentences.splice(best, 1);
    if (next === undefined) break;
    for (const word of next.words) said.add(word);
    chosen.push(next);
  }
  chosen.sort((one, other) => one.index - other.index);
  return {
    text: chosen.map(({ written }) => written.replace(/\s+/g, " ")).join(" "),
    sentences: chosen.map(({ written, start, end }) => ({ text: written, start, end })),
    method: "extractive",
  };
}
