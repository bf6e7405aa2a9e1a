import {
  isTableInput,
  isTextInput,
  type TableInput,
  type TextInput,
  tableInputError,
  tableInputJsonSchema,
  textInputError,
  textInputJsonSchema,
} from "@aiecs/core/toolkit";
import { z } from "zod";

/** What is known of the reader. */
export type Profile = {
  /** A text, terms, or terms with weights. */
  readonly interests?: string | readonly string[] | Readonly<Record<string, number>> | undefined;
  /** Ids of items that the reader knows already. */
  readonly seen?: readonly (string | number)[] | undefined;
};

export type PersonalizeInput = {
  readonly content: TextInput;
  readonly profile?: Profile | undefined;
  readonly catalog?: TableInput | undefined;
  readonly top_k?: number | undefined;
};
export type PersonalizeParams = PersonalizeInput & { readonly top_k: number };

export type Recommendation = {
  readonly rank: number;
  readonly id: string;
  readonly title: string;
  /** 0 to 1. */
  readonly score: number;
  readonly content_similarity: number;
  /** Null when no interests are known. */
  readonly interest_similarity: number | null;
  /** Why: the terms that it shares, and the part of the similarity that each makes. */
  readonly shared_terms: readonly { readonly term: string; readonly weight: number }[];
  /** The record of the catalogue. */
  readonly item: { readonly [column: string]: unknown } | null;
};

export type PersonalizeResult = {
  readonly recommendations: readonly Recommendation[];
  readonly method: "tf-idf cosine similarity";
  /** What was chosen from: the catalogue of the call or the config, else the sections of the content itself. */
  readonly catalog: "parameter" | "config" | "sections";
  readonly candidates: number;
  /** How many the reader had seen. */
  readonly excluded: number;
  readonly notes: readonly string[];
};

const interests = z.union(
  [z.string().min(1), z.array(z.string().min(1)).max(1_000), z.record(z.string(), z.number().positive())],
  {
    error: 'expected a text, a list of terms, or weights by term such as { "solar energy": 2 }',
  },
);

export const personalizeInput: z.ZodType<PersonalizeParams, PersonalizeInput> = z.object({
  content: z.custom<TextInput>(isTextInput, { error: textInputError }).meta({
    ...textInputJsonSchema,
    description: "The text that the reader is at: a text, a text file, or an earlier result with a text.",
  }),
  profile: z
    .strictObject({
      interests: interests.optional().describe("A text, terms, or terms with weights."),
      seen: z
        .array(z.union([z.string(), z.number()]))
        .optional()
        .describe("Ids of items that the reader knows already."),
    })
    .optional()
    .describe("What is known of the reader."),
  catalog: z
    .custom<TableInput>(isTableInput, { error: (issue) => tableInputError(issue) })
    .meta({
      ...tableInputJsonSchema,
      description:
        "What to choose from, a row each: a table, a list of records, or a file path. Default: catalog of the config, else the sections of the content itself.",
    })
    .optional(),
  top_k: z.int().min(1).max(1_000).default(5).describe("How many at most."),
});

export const personalizeOutput: z.ZodType<PersonalizeResult> = z.object({
  recommendations: z
    .array(
      z.object({
        rank: z.int(),
        id: z.string(),
        title: z.string(),
        score: z.number().describe("0 to 1: similarity to the content, or its mean with similarity to the interests."),
        content_similarity: z.number(),
        interest_similarity: z.number().nullable(),
        shared_terms: z
          .array(z.object({ term: z.string(), weight: z.number() }))
          .describe("Why: the terms that it shares."),
        item: z.record(z.string(), z.unknown()).nullable().describe("The record of the catalogue."),
      }),
    )
    .describe("The best first; what shares no term is left out."),
  method: z.literal("tf-idf cosine similarity"),
  catalog: z.enum(["parameter", "config", "sections"]),
  candidates: z.int(),
  excluded: z.int().describe("How many the reader had seen."),
  notes: z.array(z.string()),
});
