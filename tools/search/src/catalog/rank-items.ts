import { setImmediate as nextTurn } from "node:timers/promises";
import { countTerms, type TermCounts } from "./term-counts.ts";

export type Rankable = { readonly text: string };

/** A term that an item shares with what is looked for, and its part of the similarity. */
export type SharedTerm = { readonly term: string; readonly weight: number };

export type Ranked<Item> = {
  readonly item: Item;
  /** Cosine similarity, 0 to 1, to each query in turn. */
  readonly similarities: readonly number[];
  /** For all queries together, the strongest first. */
  readonly sharedTerms: readonly SharedTerm[];
};

export type RankOptions = {
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number) => void;
};

/** A wish: a text, or terms with their weights. */
export type Query = string | ReadonlyMap<string, number>;

const itemsPerTurn = 500;
const maxSharedTerms = 5;

/**
 * How similar each item is to each query: the cosine of their TF-IDF vectors (Salton and Buckley, 1988), with logarithmic
 * term counts and an inverse document frequency over the items. Items stay in their order.
 */
export async function rankItems<Item extends Rankable>(
  items: readonly Item[],
  queries: readonly Query[],
  { signal, onProgress }: RankOptions,
): Promise<readonly Ranked<Item>[]> {
  const pause = async () => {
    await nextTurn();
    signal.throwIfAborted();
  };
  const spellings = new Map<string, string>();
  const frequencies = new Map<string, number>();
  const counted: TermCounts[] = [];
  for (const [index, { text }] of items.entries()) {
    const counts = countTerms(text, spellings);
    for (const term of counts.keys()) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
    counted.push(counts);
    if (isTurnOver(index)) {
      await pause();
      onProgress(index / items.length);
    }
  }
  const rarity = (term: string) => Math.log((1 + items.length) / (1 + (frequencies.get(term) ?? 0))) + 1;
  const wanted = queries.map((query) => unitVector(queryTerms(query, spellings), rarity));
  const ranked: Ranked<Item>[] = [];
  for (const [index, item] of items.entries()) {
    ranked.push({ item, ...compare(unitVector(counted[index] ?? new Map(), rarity), wanted, spellings) });
    if (isTurnOver(index)) await pause();
  }
  return ranked;
}

function isTurnOver(index: number): boolean {
  return index % itemsPerTurn === itemsPerTurn - 1;
}

function queryTerms(query: Query, spellings: Map<string, string>): TermCounts {
  if (typeof query === "string") return countTerms(query, spellings);
  const terms = new Map<string, number>();
  for (const [phrase, weight] of query) {
    for (const term of countTerms(phrase, spellings).keys()) terms.set(term, (terms.get(term) ?? 0) + weight);
  }
  return terms;
}

function unitVector(counts: TermCounts, rarity: (term: string) => number): ReadonlyMap<string, number> {
  const vector = new Map<string, number>();
  let squares = 0;
  for (const [term, count] of counts) {
    const weight = Math.log1p(count) * rarity(term);
    squares += weight * weight;
    vector.set(term, weight);
  }
  const length = Math.sqrt(squares) || 1;
  for (const [term, weight] of vector) vector.set(term, weight / length);
  return vector;
}

function compare(
  vector: ReadonlyMap<string, number>,
  wanted: readonly ReadonlyMap<string, number>[],
  spellings: ReadonlyMap<string, string>,
): { readonly similarities: readonly number[]; readonly sharedTerms: readonly SharedTerm[] } {
  const shares = new Map<string, number>();
  const similarities = wanted.map((query) => {
    let sum = 0;
    for (const [term, weight] of query) {
      const product = weight * (vector.get(term) ?? 0);
      if (product === 0) continue;
      sum += product;
      shares.set(term, (shares.get(term) ?? 0) + product);
    }
    return rounded(Math.min(1, sum));
  });
  const sharedTerms = [...shares]
    .toSorted(([a, first], [b, second]) => second - first || (a < b ? -1 : 1))
    .slice(0, maxSharedTerms)
    .map(([term, weight]) => ({ term: spellings.get(term) ?? term, weight: rounded(weight) }));
  return { similarities, sharedTerms };
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
