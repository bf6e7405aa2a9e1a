import type { PassageIndex, QueryTerm } from "./passage-index.ts";
import { termsOf } from "./terms.ts";

/** More words would say no more, and cost time. */
const mostTerms = 32;

/** What a query looks for: its distinct words, of many those that tell passages apart best. */
export function queryTerms(query: string, index: PassageIndex): readonly QueryTerm[] {
  const distinct = [...new Set(termsOf(query).map((term) => knownTerm(term, index)))];
  if (distinct.length <= mostTerms) return distinct.map((term) => ({ term }));
  // Words that stand nowhere in the corpus weigh most, but find nothing.
  const rank = (term: string): number => (index.frequencyOf(term) === 0 ? 0 : index.weightOf(term));
  return distinct
    .map((term, place) => ({ term, place, rank: rank(term) }))
    .sort((a, b) => b.rank - a.rank || a.place - b.place)
    .slice(0, mostTerms)
    .map(({ term }) => ({ term }));
}

/** A misspelled ending keeps a word from its stem: the longest beginning that the corpus knows stands in for it. */
function knownTerm(term: string, index: PassageIndex): string {
  if (index.frequencyOf(term) > 0) return term;
  const shortest = Math.max(5, Math.ceil(term.length * 0.6));
  for (let length = term.length - 1; length >= shortest; length--) {
    const beginning = term.slice(0, length);
    if (index.frequencyOf(beginning) > 0) return beginning;
  }
  return term;
}
