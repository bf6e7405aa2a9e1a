import type { ClauseType } from "#contracts/clause-type.ts";
import type { Span } from "#contracts/span.ts";
import type { Label } from "./labelled-contracts.ts";

/** How well found clauses agree with marked ones. */
export type Accuracy = {
  /** The share of the marked clauses that were found: at least half of a mark is covered. */
  readonly recall: number;
  /** The share of the found clauses that are right: at least half of one is marked so. */
  readonly precision: number;
  /** The share of all characters, marked or found, that are both. */
  readonly overlap: number;
  readonly missed: readonly Label[];
  readonly wrong: readonly Label[];
};

/** Compares clauses of one or of several texts; `text` keeps the places of different texts apart. */
export function clauseAccuracy(
  texts: readonly { readonly labels: readonly Label[]; readonly found: readonly Label[] }[],
  type?: ClauseType,
): Accuracy {
  const missed: Label[] = [];
  const wrong: Label[] = [];
  let marked = 0;
  let told = 0;
  let both = 0;
  let either = 0;
  for (const { labels, found } of texts) {
    const wanted = labels.filter((label) => type === undefined || label.type === type);
    const given = found.filter((clause) => type === undefined || clause.type === type);
    marked += wanted.length;
    told += given.length;
    missed.push(...wanted.filter((label) => covered(label, given) * 2 < label.end - label.start));
    wrong.push(...given.filter((clause) => covered(clause, wanted) * 2 < clause.end - clause.start));
    const shared = wanted.reduce((sum, label) => sum + covered(label, given), 0);
    both += shared;
    either += length(wanted) + length(given) - shared;
  }
  return {
    recall: marked === 0 ? 1 : 1 - missed.length / marked,
    precision: told === 0 ? 1 : 1 - wrong.length / told,
    overlap: either === 0 ? 1 : both / either,
    missed,
    wrong,
  };
}

/** How many characters of a place are covered by places of its type; those of one type do not overlap. */
function covered(place: Label, others: readonly Label[]): number {
  return others
    .filter(({ type }) => type === place.type)
    .reduce((sum, other) => sum + Math.max(0, Math.min(place.end, other.end) - Math.max(place.start, other.start)), 0);
}

function length(spans: readonly Span[]): number {
  return spans.reduce((sum, { start, end }) => sum + end - start, 0);
}
