import type { Hit, PassageIndex } from "#ranking/passage-index.ts";
import { type Candidate, candidatesOf } from "./candidates.ts";

/** A word or phrase that marks the passages found. */
export type KeyTerm = Candidate & {
  /** 0 to 1: beside the strongest one. */
  readonly score: number;
};

export type KeyTermOptions = {
  readonly index: PassageIndex;
  /** The terms of the topic itself, which tell nothing new by themselves. */
  readonly topic: ReadonlySet<string>;
  readonly limit: number;
};

/** A phrase says more than its words. */
const wordBonus = 0.25;

type Rated = Candidate & { readonly rating: number };

/**
 * The words and phrases that stand in the passages found more often than elsewhere in the corpus: log-likelihood ratio
 * (T. Dunning, "Accurate methods for the statistics of surprise and coincidence", 1993). A phrase is rated by its
 * weakest word and by how often its words go together.
 */
export function keyTerms(hits: readonly Hit[], { index, topic, limit }: KeyTermOptions): readonly KeyTerm[] {
  const candidates = candidatesOf(hits);
  const fewest = hits.length >= 3 ? 2 : 1;
  const words = new Map(candidates.flatMap((word) => (word.terms.length === 1 ? [[word.terms.join(), word]] : [])));
  const rate = (term: string): number =>
    rating(words.get(term)?.passages.size ?? 0, hits.length, index.frequencyOf(term), index.size);
  const rated = candidates
    .filter(({ terms, passages }) => passages.size >= fewest && !terms.every((term) => topic.has(term)))
    .map((candidate): Rated => ({ ...candidate, rating: ratingOf(candidate, words, rate) }))
    .filter(({ rating }) => rating > 0)
    .sort((a, b) => b.rating - a.rating || (a.written < b.written ? -1 : 1));
  const chosen = withoutParts(rated, limit);
  const best = chosen[0]?.rating ?? 1;
  return chosen.map(({ rating, ...term }) => ({ ...term, score: Math.round((rating / best) * 10_000) / 10_000 }));
}

function ratingOf(
  { terms, count }: Candidate,
  words: ReadonlyMap<string, Candidate>,
  rate: (term: string) => number,
): number {
  const together = count / Math.max(...terms.map((term) => words.get(term)?.count ?? count));
  return Math.min(...terms.map(rate)) * together * (1 + wordBonus * (terms.length - 1));
}

/** How much more often a term stands in the passages found than in the others. */
function rating(found: number, hits: number, everywhere: number, all: number): number {
  const elsewhere = Math.max(everywhere - found, 0);
  const others = all - hits;
  // Where nearly all passages are hits there is nothing to compare with.
  if (others < hits) return found * Math.log(1 + all / Math.max(everywhere, 1));
  if (found / hits <= elsewhere / others) return 0;
  const share = (found + elsewhere) / all;
  const part = (seen: number, expected: number): number => (seen === 0 ? 0 : seen * Math.log(seen / expected));
  return 2 * (part(found, hits * share) + part(elsewhere, others * share));
}

/** A word that stands mostly within a phrase that was chosen says nothing more, nor does a part or variant of a phrase. */
function withoutParts(rated: readonly Rated[], limit: number): readonly Rated[] {
  const chosen: Rated[] = [];
  for (const candidate of rated) {
    if (chosen.length === limit) break;
    const isPart = chosen.some((other) => {
      const [small, large] = candidate.terms.length <= other.terms.length ? [candidate, other] : [other, candidate];
      if (!` ${large.terms.join(" ")} `.includes(` ${small.terms.join(" ")} `)) return false;
      return large.passages.size >= 0.6 * small.passages.size;
    });
    if (!isPart) chosen.push(candidate);
  }
  return chosen;
}
