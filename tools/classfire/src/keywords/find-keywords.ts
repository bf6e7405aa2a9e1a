import { type Pace } from "@aiecs/core/toolkit";
import { baseForm } from "#language/base-form.ts";
import { splitSentences } from "#language/sentences.ts";
import type { Span } from "#language/span.ts";
import { type TaggedWord, tagWords } from "#language/tagged-words.ts";
import { findWords } from "#measures/words.ts";
import type { Candidate, Keyword, KeywordMethod } from "./keyword.ts";
import { rankCandidates } from "./rank-candidates.ts";

export type Keywords = { readonly keywords: readonly Keyword[]; readonly method: KeywordMethod };

/** What a text is about: of English by nouns and their adjectives, of others by words between frequent short words. */
export async function findKeywords(
  text: string,
  isEnglish: boolean,
  topK: number,
  pace: Pick<Pace, "reached">,
): Promise<Keywords> {
  const candidates: Candidate[] = [];
  const isFrequent = isEnglish ? () => false : frequentWords(text);
  for (const sentence of splitSentences(text)) {
    candidates.push(...(isEnglish ? nounPhrases(text, sentence) : plainPhrases(text, sentence, isFrequent)));
    await pace.reached(sentence.end / text.length, "Reading words");
  }
  return { keywords: rankCandidates(candidates, text.length, topK), method: isEnglish ? "textrank" : "rake" };
}

const inside = /^(?:NOUN|PROPN|ADJ)$/;
const maxWords = 4;

/** Adjectives and nouns in a row that end in a noun. */
function* nounPhrases(text: string, sentence: Span): Generator<Candidate> {
  let phrase: TaggedWord[] = [];
  for (const word of tagWords(text, sentence)) {
    const before = phrase.at(-1);
    const isApart = before !== undefined && word.start - before.end > 1;
    if (isApart || !isContent(word)) {
      yield* close(text, phrase);
      phrase = [];
    }
    if (isContent(word)) phrase.push(word);
  }
  yield* close(text, phrase);
}

function isContent(word: TaggedWord): boolean {
  return (
    inside.test(word.pos) &&
    !word.isStopWord &&
    /^\p{L}[\p{L}\p{M}\p{N}'’&.-]+$/u.test(word.text) &&
    word.text.length <= 40
  );
}

/** The phrase, and every shorter one within it that ends in a noun and may stand elsewhere, too. */
function* close(text: string, words: readonly TaggedWord[]): Generator<Candidate> {
  const last = words.findLastIndex(({ pos }) => pos !== "ADJ");
  const phrase = words.slice(Math.max(0, last + 1 - maxWords), last + 1);
  for (let from = 0; from < phrase.length; from += 1) {
    for (let to = phrase.length; to > from; to -= 1) {
      const part = phrase.slice(from, to);
      const [start, end] = [part[0]?.start, part.at(-1)?.end];
      const isWhole = part.length === phrase.length;
      if (start === undefined || end === undefined || (!isWhole && (part.length === 1 || part.at(-1)?.pos === "ADJ")))
        continue;
      yield { start, end, text: text.slice(start, end), words: part.map((word) => baseForm(word.text)), isWhole };
    }
  }
}

/** Words in a row that are neither short nor frequent everywhere in the text (RAKE, Rose et al., 2010, with stop words made from the text). */
function* plainPhrases(text: string, sentence: Span, isFrequent: (word: string) => boolean): Generator<Candidate> {
  let phrase: (Span & { text: string })[] = [];
  const emit = function* (): Generator<Candidate> {
    const [first, last] = [phrase[0], phrase.at(-1)];
    if (first === undefined || last === undefined || phrase.length > maxWords) return;
    yield {
      start: first.start,
      end: last.end,
      text: text.slice(first.start, last.end),
      words: phrase.map((word) => baseForm(word.text)),
      isWhole: true,
    };
  };
  for (const word of findWords(text.slice(sentence.start, sentence.end))) {
    const placed = { text: word.text, start: word.start + sentence.start, end: word.end + sentence.start };
    const before = phrase.at(-1);
    if (before !== undefined && (/[^\s]/.test(text.slice(before.end, placed.start)) || phrase.length === 2)) {
      yield* emit();
      phrase = [];
    }
    if (isFrequent(word.text.toLowerCase()) || word.text.length > 40) {
      yield* emit();
      phrase = [];
    } else phrase.push(placed);
  }
  yield* emit();
}

/** The stop words of an unknown language: the short ones among the words that stand most often, numbers, and single letters. */
function frequentWords(text: string): (word: string) => boolean {
  const counts = new Map<string, number>();
  let all = 0;
  for (const { text: word } of findWords(text)) {
    counts.set(word.toLowerCase(), (counts.get(word.toLowerCase()) ?? 0) + 1);
    all += 1;
  }
  return (word) => {
    if (/^[\p{N}.]+$/u.test(word)) return true;
    const isDense = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(word);
    if (isDense) return word.length === 1 || /^\p{Script=Hiragana}+$/u.test(word);
    return word.length <= 3 || (word.length <= 5 && (counts.get(word) ?? 0) > Math.max(2, 0.015 * all));
  };
}
