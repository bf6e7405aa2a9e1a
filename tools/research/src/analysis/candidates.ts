import type { Hit } from "#ranking/passage-index.ts";
import { wordsOf } from "#ranking/terms.ts";
import { plainProse } from "./plain-prose.ts";

/** A word or phrase of the passages found. */
export type Candidate = {
  /** Its terms, one for each word. */
  readonly terms: readonly string[];
  /** As it is written most often. */
  readonly written: string;
  readonly count: number;
  /** The passages that hold it, by their place among the hits. */
  readonly passages: ReadonlySet<number>;
};

type Growing = {
  readonly terms: readonly string[];
  count: number;
  written: Map<string, number>;
  passages: Set<number>;
};

const longestPhrase = 3;

/** All words and phrases of up to three neighbouring words, stop words in none of them. */
export function candidatesOf(hits: readonly Hit[]): readonly Candidate[] {
  const found = new Map<string, Growing>();
  for (const [place, { passage }] of hits.entries()) {
    const text = plainProse(passage.text);
    const words = [...wordsOf(text)].filter(
      ({ start, end }) => end - start > 1 && !/^\d+$/.test(text.slice(start, end)),
    );
    for (const [index, first] of words.entries()) {
      let last = first;
      for (let length = 1; length <= longestPhrase; length++) {
        const terms = words.slice(index, index + length).map(({ term }) => term);
        note(found, terms, text.slice(first.start, last.end), place);
        const next = words[index + length];
        // Only what stands side by side is a phrase.
        if (next === undefined || !/^[ -]$/.test(text.slice(last.end, next.start))) break;
        last = next;
      }
    }
  }
  return Array.from(found.values(), ({ terms, count, written, passages }) => ({
    terms,
    count,
    passages,
    written: mostFrequent(written),
  }));
}

function note(found: Map<string, Growing>, terms: readonly string[], words: string, place: number): void {
  const key = terms.join(" ");
  const known = found.get(key) ?? { terms, count: 0, written: new Map<string, number>(), passages: new Set<number>() };
  found.set(key, known);
  known.count += 1;
  known.passages.add(place);
  // A name keeps its capitals; a word that merely begins a sentence has them only sometimes.
  known.written.set(words, (known.written.get(words) ?? 0) + 1);
}

function mostFrequent(written: ReadonlyMap<string, number>): string {
  const [best] = [...written].sort(([a, x], [b, y]) => y - x || (a < b ? 1 : -1));
  return best?.[0] ?? "";
}
