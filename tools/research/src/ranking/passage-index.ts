import MiniSearch, { type SearchResult } from "minisearch";
import type { Passage } from "./passage.ts";
import { proseAndCode } from "./prose-and-code.ts";
import { termsOf } from "./terms.ts";

/** A term to look for. */
export type QueryTerm = {
  readonly term: string;
  /** How much it counts beside the others. @default 1 */
  readonly weight?: number;
};

/** A passage that was found. */
export type Hit = {
  readonly passage: Passage;
  /** 0 to 1, comparable between queries: 0.6 is what a passage of average length with each term once has. */
  readonly score: number;
  /** The terms of the passage that matched, exactly or nearly. */
  readonly terms: ReadonlySet<string>;
};

/** Parameters of BM25+ (Y. Lv, C. Zhai, "Lower-bounding term frequency normalization", 2011). */
const bm25 = { k: 1.2, b: 0.7, d: 0.5 };
/** Code repeats words without telling of them. */
const boost = { prose: 1, code: 0.5, heading: 1, name: 1 };
/** A word that only begins alike, or is spelled nearly alike, counts less. */
const weights = { prefix: 0.25, fuzzy: 0.4 };
const shortestPrefix = 4;
/** Of equal passages, those of the first sources come first: so a few more are looked at than come back. */
const mostTies = 100;

/** Passages by their terms, ranked by BM25+. */
export class PassageIndex {
  readonly #passages = new Map<number, Passage>();
  /** In how many passages a term occurs. */
  readonly #frequencies = new Map<string, number>();
  /** Of the passage that is just indexed: to cut it into terms again would cost as much as indexing. */
  readonly #current = new Set<string>();
  readonly #index: MiniSearch<Passage>;

  constructor() {
    this.#index = new MiniSearch<Passage>({
      fields: Object.keys(boost),
      extractField: fieldOf,
      tokenize: (text) => {
        const terms = termsOf(text);
        for (const term of terms) this.#current.add(term);
        return terms;
      },
      processTerm: (term) => term,
      autoVacuum: false,
    });
  }

  /** How many passages there are. */
  get size(): number {
    return this.#passages.size;
  }

  add(passage: Passage): void {
    this.#current.clear();
    this.#passages.set(passage.id, passage);
    this.#index.add(passage);
    for (const term of this.#current) this.#frequencies.set(term, this.frequencyOf(term) + 1);
  }

  remove(id: number): void {
    const passage = this.#passages.get(id);
    if (passage === undefined) return;
    this.#current.clear();
    this.#passages.delete(id);
    this.#index.remove(passage);
    for (const term of this.#current) {
      const left = this.frequencyOf(term) - 1;
      if (left > 0) this.#frequencies.set(term, left);
      else this.#frequencies.delete(term);
    }
  }

  /** In how many passages a term occurs, their headings and names included. */
  frequencyOf(term: string): number {
    return this.#frequencies.get(term) ?? 0;
  }

  /** How much a term tells passages apart. */
  weightOf(term: string): number {
    const found = this.frequencyOf(term);
    return Math.log(1 + (this.size - found + 0.5) / (found + 0.5));
  }

  /** The passages that match best, best first; ties in the order of sources. */
  search(query: readonly QueryTerm[], limit: number): Hit[] {
    if (query.length === 0) return [];
    const results = this.#index.search(query.map(({ term }) => term).join(" "), {
      tokenize: (text) => text.split(" "),
      boostTerm: (_term, place) => query[place]?.weight ?? 1,
      prefix: (term) => term.length >= shortestPrefix,
      fuzzy: (term) => this.frequencyOf(term) === 0 && editsOf(term),
      weights,
      boost,
      bm25,
    });
    // What the terms weigh together, all of them found: the measure for the scores of this query.
    const whole = query.reduce((sum, { term, weight = 1 }) => sum + weight * this.weightOf(term), 0) * query.length;
    return results
      .slice(0, limit + mostTies)
      .flatMap((result) => this.#toHit(result, whole))
      .sort(byScore)
      .slice(0, limit);
  }

  #toHit({ id, score, terms }: SearchResult, whole: number): Hit[] {
    const passage = typeof id === "number" ? this.#passages.get(id) : undefined;
    return passage === undefined ? [] : [{ passage, score: toUnit(score / whole), terms: new Set(terms) }];
  }
}

function fieldOf(passage: Passage, field: string): string | number {
  switch (field) {
    case "id":
      return passage.id;
    case "heading":
      return passage.headings.join("\n");
    case "name":
      return nameOf(passage.source);
    case "code":
      return proseAndCode(passage.text).code;
    default:
      return proseAndCode(passage.text).prose;
  }
}

/** How many letters of a word that stands nowhere may be wrong: two swapped ones are two. */
function editsOf(term: string): number | false {
  return term.length >= 5 && (term.length >= 6 ? 2 : 1);
}

/** The last part of a path without its ending. */
function nameOf(source: string): string {
  return (source.split("/").at(-1) ?? source).replace(/\.[^.]*$/, "");
}

function toUnit(ratio: number): number {
  return Math.round((ratio / (1 + ratio)) * 10_000) / 10_000;
}

function byScore(a: Hit, b: Hit): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.passage.source !== b.passage.source) return a.passage.source < b.passage.source ? -1 : 1;
  return (a.passage.row ?? a.passage.start) - (b.passage.row ?? b.passage.start);
}
