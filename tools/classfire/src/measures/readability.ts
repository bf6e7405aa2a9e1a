import { splitSentences } from "#language/sentences.ts";
import { countSyllables } from "./syllables.ts";
import { findWords } from "./words.ts";

/** How hard a text is to read. The formulas are made for English: null for other languages. */
export type Readability = {
  readonly words: number;
  readonly sentences: number;
  readonly syllables: number;
  readonly words_per_sentence: number;
  /** Higher is easier: 60 to 70 is plain English (Flesch, 1948). */
  readonly flesch_reading_ease: number | null;
  /** Years of school (Kincaid et al., 1975). */
  readonly flesch_kincaid_grade: number | null;
  /** Years of school, by long words (Gunning, 1952). */
  readonly gunning_fog: number | null;
  /** At 230 words a minute. */
  readonly reading_minutes: number;
};

/** Readability of a text; `isEnglish` tells whether the formulas apply. */
export function measureReadability(text: string, isEnglish: boolean): Readability {
  let [words, syllables, complex] = [0, 0, 0];
  for (const { text: word } of findWords(text)) {
    const count = countSyllables(word);
    words += 1;
    syllables += count;
    if (count >= 3) complex += 1;
  }
  const sentences =
    words === 0
      ? 0
      : Math.max(
          1,
          splitSentences(text).filter(({ start, end }) => /[\p{L}\p{N}]/u.test(text.slice(start, end))).length,
        );
  const perSentence = sentences === 0 ? 0 : words / sentences;
  const perWord = words === 0 ? 0 : syllables / words;
  const applies = isEnglish && words > 0;
  return {
    words,
    sentences,
    syllables,
    words_per_sentence: round(perSentence),
    flesch_reading_ease: applies ? round(206.835 - 1.015 * perSentence - 84.6 * perWord) : null,
    flesch_kincaid_grade: applies ? round(0.39 * perSentence + 11.8 * perWord - 15.59) : null,
    gunning_fog: applies ? round(0.4 * (perSentence + (100 * complex) / words)) : null,
    reading_minutes: round(words / 230),
  };
}

function round(value: number): number {
  return Math.round(100 * value) / 100;
}
