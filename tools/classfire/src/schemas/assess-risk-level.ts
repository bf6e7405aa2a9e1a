import { z } from "zod";
import type { NamedEntity, Precedent, RiskFactor } from "#contracts/assess-risk.ts";
import { type ClauseType, clauseTypes } from "#contracts/clause-type.ts";
import { type ContractType, contractTypes } from "#contracts/contract-types.ts";
import { end, notes, probability, start } from "./text-input.ts";

/** A kind of clause as `find_contract_terms` tells of it; `clauses` may hold further ones. */
export type AssessedTerm = {
  readonly type: ClauseType;
  readonly present: boolean;
  readonly text?: string | null | undefined;
  readonly start?: number | null | undefined;
  readonly end?: number | null | undefined;
  readonly clauses?: readonly { readonly text: string; readonly start: number; readonly end: number }[] | undefined;
};

export type AssessRiskLevelInput = {
  readonly entities: { readonly entities: readonly NamedEntity[] } | readonly NamedEntity[] | null;
  readonly terms:
    | {
        readonly terms: readonly AssessedTerm[];
        readonly contract_type?: { readonly type: ContractType | "other" } | undefined;
        readonly is_contract?: boolean | undefined;
      }
    | readonly AssessedTerm[];
  readonly precedents: { readonly passages: readonly Precedent[] } | readonly Precedent[] | null;
};

export type AssessRiskLevelResult = {
  readonly score: number;
  readonly level: "low" | "medium" | "high";
  readonly thresholds: { readonly medium: number; readonly high: number };
  readonly contract_type: ContractType | "other";
  readonly factors: readonly RiskFactor[];
  readonly missing_clauses: readonly ClauseType[];
  readonly precedents: { readonly given: number; readonly used: number };
  readonly method: "rules";
  readonly notes: readonly string[];
};

const place = z.int();
const entity = z.looseObject({ type: z.string(), start: place, end: place });
const clause = z.looseObject({ text: z.string(), start: place, end: place });
const term = z.looseObject({
  type: z.enum(clauseTypes),
  present: z.boolean(),
  text: z.string().nullish(),
  start: place.nullish(),
  end: place.nullish(),
  clauses: z.array(clause).optional(),
});
const precedent = z.looseObject({ text: z.string(), source: z.string(), score: z.number() });
const anyType = z.enum([...contractTypes, "other"]);

export const assessRiskLevelInput: z.ZodType<AssessRiskLevelInput, AssessRiskLevelInput> = z.object({
  entities: z
    .union([z.looseObject({ entities: z.array(entity) }), z.array(entity)], {
      error: "expected the result of extract_entities: { entities: [{ type, text, start, end }] }",
    })
    .nullable()
    .describe("The result of extract_entities for the contract; null where names were not looked for."),
  terms: z
    .union(
      [
        z.looseObject({
          terms: z.array(term),
          contract_type: z.looseObject({ type: anyType }).optional(),
          is_contract: z.boolean().optional(),
        }),
        z.array(term),
      ],
      {
        error: `expected the result of find_contract_terms: { terms: [{ type, present, text, start, end }] }, of the types ${clauseTypes.join(", ")}`,
      },
    )
    .describe("The result of find_contract_terms."),
  precedents: z
    .union([z.looseObject({ passages: z.array(precedent) }), z.array(precedent)], {
      error: "expected the result of search_legal_precedents: { passages: [{ text, source, score }] }",
    })
    .nullable()
    .describe("The result of search_legal_precedents; its passages may be none."),
});

const factor: z.ZodType<RiskFactor> = z.object({
  factor: z.string(),
  weight: probability.describe("What it adds; with a precedent that bears on it up to a quarter more than without."),
  description: z.string(),
  clause: z
    .object({ type: z.enum(clauseTypes), text: z.string(), start, end })
    .nullable()
    .describe("The clause it comes from; null for one that is missing."),
  precedents: z.array(z.object({ text: z.string(), source: z.string(), score: z.number() })),
});

export const assessRiskLevelOutput: z.ZodType<AssessRiskLevelResult> = z.object({
  score: probability.describe("1 less the product of 1 - weight of all factors."),
  level: z.enum(["low", "medium", "high"]),
  thresholds: z.object({ medium: probability, high: probability }).describe("The scores from which a level holds."),
  contract_type: anyType.describe("What the terms say of it; it decides which clauses are expected."),
  factors: z.array(factor).describe("The weightiest first."),
  missing_clauses: z
    .array(z.enum(clauseTypes))
    .describe(
      "What a contract of this kind should say, and this does not; none where the terms say that it is no contract.",
    ),
  precedents: z.object({ given: z.int(), used: z.int().describe("How many bear on a factor.") }),
  method: z.literal("rules"),
  notes,
});
