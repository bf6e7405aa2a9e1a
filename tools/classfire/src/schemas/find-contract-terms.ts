import type { TextInput } from "@aiecs/core/toolkit";
import { z } from "zod";
import type { Fact } from "#contracts/clause-facts.ts";
import { type ClauseType, clauseTypes } from "#contracts/clause-type.ts";
import type { ContractType } from "#contracts/contract-types.ts";
import { contractTypes } from "#contracts/contract-types.ts";
import { end, notes, probability, source, start, textInput } from "./text-input.ts";

export type FindContractTermsParams = { readonly text: TextInput };

/** A clause in the contract's own words, with its place. */
export type ContractClause = {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly number: string | null;
  readonly heading: string | null;
  readonly score: number;
  readonly facts: readonly Fact[];
};

/** What a contract says of one matter. */
export type ContractTerm = {
  readonly type: ClauseType;
  readonly present: boolean;
  /** The clause that speaks of it most clearly; null where there is none. */
  readonly text: string | null;
  readonly start: number | null;
  readonly end: number | null;
  readonly heading: string | null;
  /** What can be read from all its clauses. */
  readonly facts: readonly Fact[];
  /** All clauses of the kind, in order of their places. */
  readonly clauses: readonly ContractClause[];
};

export type FindContractTermsResult = {
  /** One for each kind of clause, present or not. */
  readonly terms: readonly ContractTerm[];
  readonly contract_type: { readonly type: ContractType | "other"; readonly confidence: number };
  readonly is_contract: boolean;
  readonly method: "rules";
  readonly source: string | null;
  readonly notes: readonly string[];
};

export const findContractTermsInput: z.ZodType<FindContractTermsParams, FindContractTermsParams> = z.object({
  text: textInput,
});

const fact: z.ZodType<Fact> = z.object({
  name: z.string().describe("What it is: party, duration, amount, due, notice, cap, jurisdiction, …"),
  value: z.union([z.string(), z.number(), z.boolean()]),
  unit: z.string().nullable().describe("days, weeks, months, years, percent …; of a party the word it goes by."),
  text: z.string().describe("The words that say it."),
  start,
  end,
});

const clause: z.ZodType<ContractClause> = z.object({
  text: z.string(),
  start,
  end,
  number: z.string().nullable().describe("As the contract numbers it."),
  heading: z.string().nullable(),
  score: z.number().describe("The weights of the cues found; a heading that names the clause adds 4."),
  facts: z.array(fact),
});

const term: z.ZodType<ContractTerm> = z.object({
  type: z.enum(clauseTypes),
  present: z.boolean(),
  text: z.string().nullable().describe("The clause that speaks of it most clearly, as it stands."),
  start: start.nullable(),
  end: end.nullable(),
  heading: z.string().nullable(),
  facts: z.array(fact).describe("What can be read from all its clauses."),
  clauses: z.array(clause).describe("All clauses of the kind, in order of their places."),
});

export const findContractTermsOutput: z.ZodType<FindContractTermsResult> = z.object({
  terms: z.array(term).describe("One for each kind of clause, present or not."),
  contract_type: z.object({ type: z.enum([...contractTypes, "other"]), confidence: probability }),
  is_contract: z.boolean().describe("Whether the text is written as contracts are; nothing is looked for in others."),
  method: z.literal("rules").describe("Sections, headings, and weighted cues."),
  source,
  notes,
});
