export type KeywordMethod = "textrank" | "rake";

/** A word or phrase that a text is about. */
export type Keyword = {
  /** As it is written most often. */
  readonly text: string;
  /** 0 to 1: the first has 1. */
  readonly score: number;
  readonly count: number;
  /** Where it stands, at most the first 20 times. */
  readonly offsets: readonly { readonly start: number; readonly end: number }[];
};

/** A phrase at one place, before equal ones are put together. */
export type Candidate = {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The base forms of its words. */
  readonly words: readonly string[];
  /** Whether it is no part of a longer phrase at this place. */
  readonly isWhole: boolean;
};
