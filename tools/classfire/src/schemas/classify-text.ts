import type { TextInput } from "@aiecs/core/toolkit";
import { z } from "zod";
import { language, notes, probability, source, textInput } from "./text-input.ts";

export type LabelledText = { readonly text: string; readonly label: string };

export type ClassifyTextParams = {
  readonly text: TextInput;
  readonly labels?: readonly string[] | undefined;
  readonly examples?: readonly LabelledText[] | undefined;
};

export type ClassifyTextResult = {
  readonly label: string;
  /** Of sentiment -1 to 1, of own labels the probability of the label. */
  readonly score: number;
  /** Every label with its probability, the likeliest first; empty for sentiment, which has none. */
  readonly classes: readonly { readonly label: string; readonly probability: number }[];
  readonly method: "vader" | "naive_bayes";
  readonly language: string | null;
  readonly source: string | null;
  readonly notes: readonly string[];
};

const label = z.string().trim().min(1).max(200);

export const classifyTextInput: z.ZodType<ClassifyTextParams, ClassifyTextParams> = z.object({
  text: textInput,
  labels: z
    .array(label)
    .min(2, "expected at least two labels")
    .max(200)
    .optional()
    .describe(
      "Labels to choose from; without examples only positive, negative and neutral. Default: all labels of the examples.",
    ),
  examples: z
    .array(z.object({ text: z.string().trim().min(1).max(100_000), label }))
    .min(2, "expected at least two examples, of two labels")
    .max(20_000)
    .optional()
    .describe("Texts whose labels are known, to learn from; several for each label."),
});

export const classifyTextOutput: z.ZodType<ClassifyTextResult> = z.object({
  label: z.string(),
  score: z.number().min(-1).max(1).describe("Of sentiment -1 to 1; of own labels the probability of the label."),
  classes: z
    .array(z.object({ label: z.string(), probability }))
    .describe("Every own label, the likeliest first; empty for sentiment, which has no probabilities."),
  method: z
    .enum(["vader", "naive_bayes"])
    .describe("vader: sentiment of English by words. naive_bayes: learned from the examples."),
  language,
  source,
  notes,
});
