import { z } from "zod";

export type SearchWebInput = {
  readonly query: string;
  readonly top_k?: number | undefined;
  /** ISO 639-1. */
  readonly language?: string | undefined;
};
export type SearchWebParams = SearchWebInput & { readonly top_k: number };

export type WebResult = { readonly title: string; readonly url: string; readonly snippet: string };

export type SearchWebResult = {
  readonly query: string;
  /** The type of the provider that answered. */
  readonly provider: string;
  /** In the provider's order. */
  readonly results: readonly WebResult[];
  readonly count: number;
  readonly notes: readonly string[];
};

export const searchWebInput: z.ZodType<SearchWebParams, SearchWebInput> = z.object({
  query: z
    .string()
    .max(400)
    .refine((query) => query.trim() !== "", "expected words to search for, received an empty text"),
  top_k: z.int().min(1).max(50).default(10).describe("How many results at most."),
  language: z
    .string()
    .regex(/^[a-z]{2}$/, "expected a code of ISO 639-1 such as en")
    .optional()
    .describe("ISO 639-1; not every provider heeds it."),
});

export const searchWebOutput: z.ZodType<SearchWebResult> = z.object({
  query: z.string(),
  provider: z.string(),
  results: z
    .array(z.object({ title: z.string(), url: z.string(), snippet: z.string() }))
    .describe("In the provider's order."),
  count: z.int(),
  notes: z.array(z.string()),
});
