import type { TextInput } from "@aiecs/core/toolkit";
import { z } from "zod";
import type { Keyword, KeywordMethod } from "#keywords/keyword.ts";
import { end, language, notes, probability, source, start, textInput } from "./text-input.ts";

export type ExtractKeywordsParams = { readonly text: TextInput; readonly top_k: number };
export type ExtractKeywordsInput = { readonly text: TextInput; readonly top_k?: number | undefined };

export type ExtractKeywordsResult = {
  /** The weightiest first. */
  readonly keywords: readonly Keyword[];
  readonly language: string | null;
  readonly method: KeywordMethod;
  readonly source: string | null;
  readonly notes: readonly string[];
};

export const extractKeywordsInput: z.ZodType<ExtractKeywordsParams, ExtractKeywordsInput> = z.object({
  text: textInput,
  top_k: z.int().min(1).max(200).default(10).describe("How many keywords at most."),
});

export const keyword: z.ZodType<Keyword> = z.object({
  text: z.string().describe("As it is written most often."),
  score: probability.describe("The first has 1."),
  count: z.int(),
  offsets: z.array(z.object({ start, end })).describe("Where it stands, at most the first 20 times."),
});

export const extractKeywordsOutput: z.ZodType<ExtractKeywordsResult> = z.object({
  keywords: z.array(keyword).describe("The weightiest first."),
  language,
  method: z
    .enum(["textrank", "rake"])
    .describe(
      "textrank: phrases of nouns, for English. rake: words between frequent short ones, for all other languages.",
    ),
  source,
  notes,
});
