import type { ClauseType } from "./clause-type.ts";
import type { ContractType } from "./contract-types.ts";

/** What a contract of a kind should say, and how much it weighs when it does not. */
export function expectedClauses(type: ContractType | "other"): ReadonlyMap<ClauseType, number> {
  return new Map(expected[type] ?? usual);
}

const usual: readonly (readonly [ClauseType, number])[] = [
  ["parties", 0.06],
  ["term", 0.06],
  ["payment", 0.06],
  ["termination", 0.12],
  ["liability", 0.15],
  ["confidentiality", 0.06],
  ["governing_law", 0.1],
  ["indemnity", 0.05],
];

const expected: { readonly [type in ContractType | "other"]?: readonly (readonly [ClauseType, number])[] } = {
  nda: [
    ["parties", 0.08],
    ["term", 0.1],
    ["confidentiality", 0.3],
    ["governing_law", 0.1],
  ],
  employment: [
    ["parties", 0.06],
    ["payment", 0.15],
    ["termination", 0.15],
    ["confidentiality", 0.06],
    ["governing_law", 0.06],
  ],
  lease: [
    ["parties", 0.06],
    ["term", 0.15],
    ["payment", 0.15],
    ["termination", 0.12],
    ["liability", 0.05],
    ["governing_law", 0.05],
    ["indemnity", 0.05],
  ],
  loan: [
    ["parties", 0.06],
    ["payment", 0.2],
    ["termination", 0.12],
    ["governing_law", 0.1],
  ],
  sale: [
    ["parties", 0.06],
    ["payment", 0.15],
    ["liability", 0.15],
    ["governing_law", 0.1],
    ["indemnity", 0.06],
  ],
  partnership: [
    ["parties", 0.06],
    ["term", 0.06],
    ["payment", 0.06],
    ["termination", 0.15],
    ["governing_law", 0.1],
    ["confidentiality", 0.05],
  ],
  insurance: [
    ["parties", 0.06],
    ["term", 0.1],
    ["payment", 0.1],
    ["termination", 0.1],
    ["governing_law", 0.08],
  ],
};
