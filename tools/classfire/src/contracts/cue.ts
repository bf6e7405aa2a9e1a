/** Words that speak for a kind of clause, or with a weight below nought against it; the weights of those found add up. */
export type Cue = { readonly weight: number; readonly pattern: RegExp };

/** What a kind of clause is recognised by: the words of its headings, and what its text says. */
export type ClauseCues = {
  readonly headings: RegExp;
  /** Headings that hold such a word and mean another thing. */
  readonly otherHeadings?: RegExp;
  readonly cues: readonly Cue[];
};

/** A cue in one line of a table. */
export function cue(weight: number, pattern: RegExp): Cue {
  return { weight, pattern };
}

/** What a contract calls itself, for patterns. */
export const contract: string =
  "(?:agreement|contract|lease|nda|licen[cs]e|note|deed|engagement|appointment|sublease|arrangement|tenancy|employment)";
