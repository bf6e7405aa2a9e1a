import type { ContractType } from "./contract-types.ts";
import type { RiskClause, RiskFacts } from "./risk-clause.ts";

/** A risk that a clause carries: why, and where it says so. */
export type Finding = { readonly clause: RiskClause; readonly description: string };

/** A kind of risk: what it weighs alone, and how it is seen. */
export type RiskRule = {
  readonly factor: string;
  readonly weight: number;
  /** What a precedent must speak of to bear on it. */
  readonly matter: RegExp;
  /** Kinds of contract in which it is the custom and no risk. */
  readonly usualIn?: readonly ContractType[];
  find(facts: RiskFacts): Finding | undefined;
};

/** Words that speak of both sides alike. */
export const eitherSide: RegExp =
  /\b(?:either|each|neither|both|any|other|no) (?:party|of (?:the|them)|parties)|\bthe parties\b|\bmutual/i;

/** A finding at the first clause of which something holds. */
export function first(
  clauses: readonly RiskClause[],
  is: (clause: RiskClause) => boolean,
  describe: () => string,
): Finding | undefined {
  const clause = clauses.find(is);
  return clause === undefined ? undefined : { clause, description: describe() };
}
