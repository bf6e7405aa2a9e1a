import type { FoundPassage } from "#schemas/found-passage.ts";
import type { Hit, PassageIndex, QueryTerm } from "./passage-index.ts";
import { wordsOf } from "./terms.ts";

/** A hit, and the sources that hold the very same words. */
export type DistinctHit = Hit & { readonly alsoIn: readonly string[] };

const mostCopies = 20;

/** The passages that match best, each text once. */
export function findPassages(index: PassageIndex, query: readonly QueryTerm[], limit: number): DistinctHit[] {
  // Licences and terms recur word for word: as many more are looked at as there may be copies.
  const hits = index.search(query, limit * mostCopies);
  const distinct = new Map<string, { readonly hit: Hit; readonly alsoIn: Set<string> }>();
  for (const hit of hits) {
    const words = hit.passage.text.replace(/\s+/g, " ");
    const found = distinct.get(words);
    if (found === undefined) {
      if (distinct.size < limit) distinct.set(words, { hit, alsoIn: new Set() });
    } else if (found.alsoIn.size < mostCopies && hit.passage.source !== found.hit.passage.source) {
      found.alsoIn.add(hit.passage.source);
    }
  }
  return Array.from(distinct.values(), ({ hit, alsoIn }) => ({ ...hit, alsoIn: [...alsoIn] }));
}

/** A hit as results tell it. */
export function toFoundPassage({ passage, score, terms, alsoIn }: DistinctHit): FoundPassage {
  const { text, source, start, end, line, page, row, headings } = passage;
  return {
    text,
    source,
    start,
    end,
    line,
    page,
    row,
    headings,
    score,
    highlights: highlightsOf(text, terms),
    also_in: alsoIn,
  };
}

function highlightsOf(text: string, terms: ReadonlySet<string>): FoundPassage["highlights"] {
  const highlights: { start: number; end: number }[] = [];
  for (const { start, end, term } of wordsOf(text)) {
    if (!terms.has(term)) continue;
    const last = highlights.at(-1);
    // Pairs of letters overlap.
    if (last !== undefined && start < last.end) last.end = end;
    else highlights.push({ start, end });
  }
  return highlights;
}
