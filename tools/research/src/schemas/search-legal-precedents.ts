import { z } from "zod";
import type { CorpusInput } from "#corpus/corpus-input.ts";
import { type CorpusReport, corpusInput, corpusReport, notes, topK } from "./corpus.ts";
import { type FoundPassage, passageFields } from "./found-passage.ts";

/** A term as `find_contract_terms` tells of it; what is not there is not searched with. */
export type LegalTermEntry = {
  readonly type?: string | undefined;
  readonly present?: boolean | undefined;
  readonly text?: string | null | undefined;
};

/** What `terms` takes: the result of `find_contract_terms`, its list, words, or a list of words. */
export type LegalTermsInput =
  | string
  | readonly (string | LegalTermEntry)[]
  | { readonly terms: readonly (string | LegalTermEntry)[] };

export type LegalPrecedentsParams = {
  readonly terms: LegalTermsInput;
  readonly corpus?: CorpusInput | undefined;
  readonly top_k: number;
};
export type LegalPrecedentsInput = Omit<LegalPrecedentsParams, "top_k"> & { readonly top_k?: number | undefined };

export type Precedent = FoundPassage & {
  readonly term: string;
  /** Whether the contract holds such a clause; null where only words were given. */
  readonly present: boolean | null;
};

export type TermPrecedents = {
  readonly term: string;
  readonly present: boolean | null;
  /** What was looked for. */
  readonly query: readonly string[];
  /** Places in the list of passages, best first. */
  readonly passages: readonly number[];
};

export type LegalPrecedents = {
  readonly method: "bm25";
  readonly passages: readonly Precedent[];
  readonly by_term: readonly TermPrecedents[];
  readonly corpus: CorpusReport;
  readonly notes: readonly string[];
};

const longestClause = 100_000;
const mostTerms = 200;

const entry = z.union([
  z.string().max(longestClause).regex(/\S/, "expected words, received an empty text"),
  z
    .looseObject({
      type: z.string().max(200).optional(),
      present: z.boolean().optional(),
      text: z.string().max(longestClause).nullable().optional(),
    })
    .refine(
      ({ type, text }) => (type ?? "").trim() !== "" || (text ?? "").trim() !== "",
      "expected a term with a type or a text, received neither",
    ),
]);

const list = z.array(entry).max(mostTerms);

export const legalPrecedentsInput: z.ZodType<LegalPrecedentsParams, LegalPrecedentsInput> = z.object({
  terms: z
    .union(
      [
        z.string().max(longestClause).regex(/\S/, "expected words, received an empty text"),
        list,
        z.looseObject({ terms: list }),
      ],
      {
        error:
          "expected the result of find_contract_terms, a list of terms ({ type, present, text } or words), or words",
      },
    )
    .describe("The result of find_contract_terms, a list of terms, words, or a list of words."),
  corpus: corpusInput("Precedents; without it, the corpus of the tool's settings."),
  top_k: topK(5).describe("How many passages come back for each term at most."),
});

export const legalPrecedentsOutput: z.ZodType<LegalPrecedents> = z.object({
  method: z.literal("bm25"),
  passages: z
    .array(
      z.object({
        ...passageFields,
        term: z.string().describe("The term that it was found for."),
        present: z
          .boolean()
          .nullable()
          .describe("Whether the contract holds such a clause; null where only words were given."),
      }),
    )
    .describe("Of all terms together, best first."),
  by_term: z.array(
    z.object({
      term: z.string(),
      present: z.boolean().nullable(),
      query: z.array(z.string()).describe("The words that were looked for."),
      passages: z.array(z.int()).describe("Which of the passages were found for it, by index, best first."),
    }),
  ),
  corpus: corpusReport,
  notes,
});
