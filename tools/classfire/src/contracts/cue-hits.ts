import type { Cue } from "./cue.ts";
import { firstFrom, type Span } from "./span.ts";

/** A place where a cue was found; `cue` is its index in its list. */
export type Hit = Span & { readonly cue: number; readonly weight: number };

/** All places where cues are found in a text, in its order. Each cue reads the text once. */
export function findHits(text: string, cues: readonly Cue[]): readonly Hit[] {
  const hits: Hit[] = [];
  cues.forEach(({ weight, pattern }, cue) => {
    for (const match of text.matchAll(pattern)) {
      hits.push({ start: match.index, end: match.index + match[0].length, cue, weight });
    }
  });
  return hits.sort((one, other) => one.start - other.start || one.cue - other.cue);
}

/** The hits that begin within a place. */
export function hitsWithin(hits: readonly Hit[], { start, end }: Span): readonly Hit[] {
  return hits.slice(firstFrom(hits, start), firstFrom(hits, end));
}

/** The sum of the weights of the cues found: each counts once, however often it is found. */
export function scoreOf(hits: readonly Hit[]): number {
  const counted = new Set<number>();
  let score = 0;
  for (const { cue, weight } of hits) {
    if (counted.has(cue)) continue;
    counted.add(cue);
    score += weight;
  }
  return score;
}
