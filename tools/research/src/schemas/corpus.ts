import { isTableInput, type JsonSchema } from "@aiecs/core/toolkit";
import { z } from "zod";
import type { CorpusInput } from "#corpus/corpus-input.ts";

const json: JsonSchema = {
  anyOf: [
    { type: "string", minLength: 1 },
    { type: "object" },
    { type: "array", minItems: 1, items: { anyOf: [{ type: "string", minLength: 1 }, { type: "object" }] } },
  ],
};

const expected =
  "expected a file, a folder, a dataset of the plan's input, a table, an artifact, a text ({ text, source }), or a list of them";

/** What to search in. */
export function corpusInput(whenMissing: string): z.ZodOptional<z.ZodType<CorpusInput, CorpusInput>> {
  return z
    .custom<CorpusInput>(isCorpusInput, { error: ({ input }) => `${expected}, received ${described(input)}` })
    .meta({
      ...json,
      description: `What to search in: files, folders, datasets of the plan's input, tables, artifacts, texts ({ text, source }), one or a list. ${whenMissing}`,
    })
    .optional();
}

/** A list is looked at one part at a time: a list of records is a table by itself. */
function isCorpusInput(value: unknown): value is CorpusInput {
  if (Array.isArray(value)) return value.length > 0 && value.every(isPart);
  return isPart(value);
}

function isPart(value: unknown): boolean {
  if (typeof value === "string") return value !== "";
  return isTableInput(value) || (typeof value === "object" && value !== null && !Array.isArray(value));
}

function described(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (value === "") return "an empty text";
  if (!Array.isArray(value)) return `a ${typeof value}`;
  const odd = value.findIndex((item) => !isPart(item));
  return odd === -1 ? "an empty list" : `a list whose item ${odd} is ${described(value[odd])}`;
}

/** What was searched. */
export type CorpusReport = {
  readonly sources: number;
  readonly passages: number;
  readonly skipped: readonly {
    readonly reason: string;
    readonly count: number;
    readonly examples: readonly string[];
  }[];
};

export const corpusReport: z.ZodType<CorpusReport> = z
  .object({
    sources: z.int().describe("Files, texts and tables that were searched."),
    passages: z.int(),
    skipped: z
      .array(z.object({ reason: z.string(), count: z.int(), examples: z.array(z.string()) }))
      .describe("What was left out of folders, and why."),
  })
  .describe("What was searched.");

export const notes: z.ZodType<readonly string[]> = z
  .array(z.string())
  .describe("What the reader should know: an empty corpus, an uncertain encoding, a query that says nothing.");

/** How many passages come back. */
export function topK(standard: number): z.ZodDefault<z.ZodInt> {
  return z.int().min(1).max(200).default(standard).describe("How many passages come back at most.");
}
