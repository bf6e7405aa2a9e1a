import type { TextInput } from "@aiecs/core/toolkit";
import { z } from "zod";
import type { ContractTypeResult, TypeEvidence } from "#contracts/classify-type.ts";
import { contractTypes } from "#contracts/contract-types.ts";
import { end, notes, probability, source, start, textInput } from "./text-input.ts";

export type ClassifyContractTypeParams = { readonly text: TextInput };

export type ClassifyContractTypeResult = ContractTypeResult & {
  readonly method: "rules";
  readonly source: string | null;
  readonly notes: readonly string[];
};

export const classifyContractTypeInput: z.ZodType<ClassifyContractTypeParams, ClassifyContractTypeParams> = z.object({
  text: textInput,
});

const evidence: z.ZodType<TypeEvidence> = z.object({
  cue: z.enum(["title", "words"]),
  text: z.string().describe("As it stands at its first place."),
  start,
  end,
  count: z.int().describe("How often it stands in the text; of a title, at its front."),
  weight: z.number().describe("What it adds to the score of the type."),
});

export const classifyContractTypeOutput: z.ZodType<ClassifyContractTypeResult> = z.object({
  type: z.enum([...contractTypes, "other"]).describe("other: a contract of no kind known here, or no contract."),
  confidence: probability.describe("The share of this type in the squares of all scores, less where evidence is thin."),
  is_contract: z.boolean().describe("Whether the text is written as contracts are."),
  alternatives: z
    .array(z.object({ type: z.enum(contractTypes), confidence: probability }))
    .describe("The next likely."),
  evidence: z.array(evidence).describe("What speaks for the type, the weightiest first."),
  method: z.literal("rules").describe("Weighted words of the title and of the text."),
  source,
  notes,
});
