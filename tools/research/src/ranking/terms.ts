import { stem } from "./stem.ts";
import { stopWords } from "./stop-words.ts";

/** A word of a text with what it is indexed as. */
export type Word = {
  /** In UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  readonly term: string;
};

const wordPattern = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;
const isPlain = /^[a-z0-9]*$/;
const withoutSpaces = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const longestTerm = 64;

/** Words recur: what each becomes is worked out once. Emptied when full, so that it stays small whatever is read. */
const known = new Map<string, string | null>();
const maxKnown = 100_000;

/** The words of a text that say something, in order: stop words are left out. */
export function* wordsOf(text: string): Generator<Word, void> {
  for (const match of text.matchAll(wordPattern)) yield* wordsIn(match[0], match.index);
}

function* wordsIn(word: string, start: number): Generator<Word, void> {
  if (!isPlain.test(word) && withoutSpaces.test(word)) {
    yield* pairsOf(word, start);
    return;
  }
  const term = termOf(word);
  if (term !== null) yield { start, end: start + word.length, term };
}

/** The terms of a text, repeated as often as they occur. Indexing spends its time here, so places are not worked out. */
export function termsOf(text: string): string[] {
  const terms: string[] = [];
  for (const word of text.match(wordPattern) ?? []) {
    const term = known.get(word);
    if (term !== undefined) {
      if (term !== null) terms.push(term);
    } else for (const { term } of wordsIn(word, 0)) terms.push(term);
  }
  return terms;
}

/** What a word is indexed as: lower case, without accents, its English stem. Null for a word that says nothing. */
function termOf(word: string): string | null {
  const found = known.get(word);
  if (found !== undefined) return found;
  if (known.size >= maxKnown) known.clear();
  const term = makeTerm(word);
  known.set(word, term);
  return term;
}

function makeTerm(word: string): string | null {
  const lower = word.toLowerCase();
  const bare = isPlain.test(lower) ? lower : lower.normalize("NFKD").replace(/\p{M}+/gu, "");
  if (bare === "" || stopWords.has(bare) || /^[a-z]$/.test(bare)) return null;
  const short = bare.slice(0, longestTerm);
  return /^[a-z]+$/.test(short) ? stem(short) : short;
}

/** Scripts that write no spaces are indexed by pairs of neighbouring letters. */
function* pairsOf(run: string, offset: number): Generator<Word, void> {
  const letters = Array.from(run);
  let start = offset;
  for (const [index, letter] of letters.entries()) {
    const next = letters[index + 1];
    if (next !== undefined || letters.length === 1) {
      const term = letter + (next ?? "");
      yield { start, end: start + term.length, term };
    }
    start += letter.length;
  }
}
