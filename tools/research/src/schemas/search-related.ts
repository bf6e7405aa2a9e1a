import { z } from "zod";
import type { CorpusInput } from "#corpus/corpus-input.ts";
import { type CorpusReport, corpusInput, corpusReport, notes, topK } from "./corpus.ts";
import { type FoundPassage, foundPassage } from "./found-passage.ts";

export type SearchRelatedParams = {
  readonly query: string;
  readonly corpus?: CorpusInput | undefined;
  readonly top_k: number;
};
export type SearchRelatedInput = Omit<SearchRelatedParams, "top_k"> & { readonly top_k?: number | undefined };

export type SearchRelatedResult = {
  readonly query: string;
  readonly method: "bm25";
  readonly passages: readonly FoundPassage[];
  readonly corpus: CorpusReport;
  readonly notes: readonly string[];
};

/** A query longer than this is a text: nobody asked all that. */
export const maxQueryLength = 10_000;

export const searchRelatedInput: z.ZodType<SearchRelatedParams, SearchRelatedInput> = z.object({
  query: z
    .string()
    .regex(/\S/, "expected words to look for, received an empty text")
    .max(maxQueryLength)
    .describe("The words to look for, or a question."),
  corpus: corpusInput("Without it, the corpus of the tool's settings."),
  top_k: topK(10),
});

export const searchRelatedOutput: z.ZodType<SearchRelatedResult> = z.object({
  query: z.string(),
  method: z.literal("bm25"),
  passages: z.array(foundPassage).describe("Best first."),
  corpus: corpusReport,
  notes,
});
