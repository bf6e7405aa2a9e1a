/** The clauses that a contract is searched for, in the order of the result. */
export const clauseTypes = [
  "parties",
  "term",
  "payment",
  "termination",
  "liability",
  "confidentiality",
  "governing_law",
  "renewal",
  "indemnity",
] as const;

export type ClauseType = (typeof clauseTypes)[number];
