import { isTextInput, type TextInput, textInputError, textInputJsonSchema } from "@aiecs/core/toolkit";
import { z } from "zod";

/** A text parameter of this tool. */
export const textInput: z.ZodType<TextInput, TextInput> = z
  .custom<TextInput>(isTextInput, { error: textInputError })
  .meta({
    ...textInputJsonSchema,
    description:
      "A text of at most 1,000,000 characters, the path of a text file, an earlier result that has a text, or an artifact that holds one.",
  });

export const source: z.ZodType<string | null> = z
  .string()
  .nullable()
  .describe("The file that the text was read from; null where the text itself was given.");

export const notes: z.ZodType<readonly string[]> = z.array(z.string()).describe("What limits the result.");

export const language: z.ZodType<string | null> = z
  .string()
  .nullable()
  .describe("ISO 639-1; null when too little of the text is words.");

export const start: z.ZodType<number> = z.int().describe("Offset in UTF-16 code units.");
export const end: z.ZodType<number> = z.int().describe("Offset of what follows: text.slice(start, end).");
export const probability: z.ZodType<number> = z.number().min(0).max(1);
