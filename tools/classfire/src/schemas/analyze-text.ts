import type { TextInput } from "@aiecs/core/toolkit";
import { z } from "zod";
import type { Entity, EntityType } from "#entities/entity.ts";
import { entityTypes } from "#entities/entity.ts";
import type { Keyword } from "#keywords/keyword.ts";
import type { Summary } from "#keywords/summarize.ts";
import type { DetectedLanguage } from "#language/detect-language.ts";
import type { Readability } from "#measures/readability.ts";
import type { Sentiment } from "#measures/sentiment.ts";
import { entity } from "./extract-entities.ts";
import { keyword } from "./extract-keywords.ts";
import { readability } from "./readability.ts";
import { end, language, notes, probability, source, start, textInput } from "./text-input.ts";

export type AnalyzeTextParams = {
  readonly text: TextInput;
  readonly top_k: number;
  readonly summary_sentences: number;
};
export type AnalyzeTextInput = {
  readonly text: TextInput;
  readonly top_k?: number | undefined;
  readonly summary_sentences?: number | undefined;
};

export type AnalyzeTextResult = DetectedLanguage & {
  readonly characters: number;
  readonly readability: Readability;
  /** Null for other languages than English. */
  readonly sentiment: Sentiment | null;
  readonly entities: readonly Entity[];
  readonly entity_counts: { readonly [type in EntityType]: number };
  readonly keywords: readonly Keyword[];
  readonly summary: Summary;
  readonly source: string | null;
  readonly notes: readonly string[];
};

export const analyzeTextInput: z.ZodType<AnalyzeTextParams, AnalyzeTextInput> = z.object({
  text: textInput,
  top_k: z.int().min(1).max(200).default(10).describe("How many keywords at most."),
  summary_sentences: z.int().min(1).max(20).default(3).describe("How many sentences the summary has at most."),
});

export const analyzeTextOutput: z.ZodType<AnalyzeTextResult> = z.object({
  language,
  confidence: probability,
  reliable: z.boolean().describe("Whether the text is long and distinct enough for the language to be trusted."),
  characters: z.int(),
  readability,
  sentiment: z
    .object({ label: z.enum(["positive", "negative", "neutral"]), score: z.number().min(-1).max(1) })
    .nullable()
    .describe("By VADER; null for other languages than English."),
  entities: z.array(entity),
  entity_counts: z.record(z.enum(entityTypes), z.int()),
  keywords: z.array(keyword),
  summary: z.object({
    text: z.string(),
    sentences: z
      .array(z.object({ text: z.string(), start, end }))
      .describe("Sentences of the text, unchanged and in order."),
    method: z.literal("extractive"),
  }),
  source,
  notes,
});
