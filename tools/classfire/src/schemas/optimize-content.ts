import type { TextInput } from "@aiecs/core/toolkit";
import { z } from "zod";
import { type Edit, editKinds, type Suggestion } from "#edits/edit.ts";
import type { Readability } from "#measures/readability.ts";
import { readability } from "./readability.ts";
import { end, language, notes, source, start, textInput } from "./text-input.ts";

export type OptimizeContentParams = { readonly content: TextInput };

export type OptimizeContentResult = {
  /** The text with all edits made. */
  readonly text: string;
  readonly changed: boolean;
  /** In order; the offsets are those of the text that was given. */
  readonly edits: readonly Edit[];
  readonly suggestions: readonly Suggestion[];
  readonly readability: { readonly before: Readability; readonly after: Readability };
  readonly language: string | null;
  readonly method: "rules";
  readonly source: string | null;
  readonly notes: readonly string[];
};

export const optimizeContentInput: z.ZodType<OptimizeContentParams, OptimizeContentParams> = z.object({
  content: textInput,
});

const place = { start, end, kind: z.enum(editKinds), reason: z.string() };

export const optimizeContentOutput: z.ZodType<OptimizeContentResult> = z.object({
  text: z.string().describe("The text with all edits made."),
  changed: z.boolean(),
  edits: z
    .array(z.object({ ...place, original: z.string(), replacement: z.string() }))
    .describe("In order; the offsets are those of the text that was given."),
  suggestions: z
    .array(z.object({ ...place, text: z.string() }))
    .describe("What only a person can change without changing the meaning."),
  readability: z.object({ before: readability, after: readability }),
  language,
  method: z.literal("rules"),
  source,
  notes,
});
