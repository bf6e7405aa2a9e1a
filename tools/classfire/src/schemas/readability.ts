import { z } from "zod";
import type { Readability } from "#measures/readability.ts";

/** Readability in results. */
export const readability: z.ZodType<Readability> = z.object({
  words: z.int(),
  sentences: z.int(),
  syllables: z.int(),
  words_per_sentence: z.number(),
  flesch_reading_ease: z
    .number()
    .nullable()
    .describe("Higher is easier: 60 to 70 is plain English. Null for other languages."),
  flesch_kincaid_grade: z.number().nullable().describe("Years of school."),
  gunning_fog: z.number().nullable().describe("Years of school, by long words."),
  reading_minutes: z.number().describe("At 230 words a minute."),
});
