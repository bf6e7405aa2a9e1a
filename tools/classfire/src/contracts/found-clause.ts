import type { ClauseType } from "./clause-type.ts";
import type { Span } from "./span.ts";

/** A clause that was found: its place in the text, and how strongly heading and words speak for it. */
export type FoundClause = Span & {
  readonly type: ClauseType;
  readonly number: string | null;
  readonly heading: string | null;
  /** The weights of the cues found, each once, and `headingWeight` for a heading that names the clause. */
  readonly score: number;
};

/** The kinds that cues tell apart; the parties are found by how a contract opens. */
export type CuedType = Exclude<ClauseType, "parties">;

/** What a heading adds that names the clause. */
export const headingWeight = 4;
/** Under a heading that names it, a clause's text must hold at least this much of its own words: headings may mislead. */
export const confirmedAt = 1;
/** Without such a heading, the words of the text alone must weigh this much. */
export const foundAt: Readonly<Record<CuedType, number>> = {
  term: 4,
  payment: 3,
  termination: 4,
  liability: 3,
  confidentiality: 4,
  governing_law: 3,
  renewal: 3,
  indemnity: 3,
};
/** A heading alone, or a cross reference, is no clause. */
export const shortestClause = 25;
