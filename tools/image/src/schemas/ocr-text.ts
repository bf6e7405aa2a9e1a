import type { FileInput } from "@aiecs/core/toolkit";
import { z } from "zod";
import { imagesInput } from "./image-parameters.ts";

export type OcrTextInput = {
  readonly image: FileInput | readonly FileInput[];
  readonly language?: string | undefined;
};
export type OcrTextParams = OcrTextInput & { readonly language: string };

export type OcrPage = { readonly number: number; readonly text: string; readonly confidence: number };

export type OcrTextResult = {
  readonly text: string;
  readonly confidence: number;
  readonly pages: readonly OcrPage[];
  readonly warnings?: readonly string[] | undefined;
};

export const ocrTextInput: z.ZodType<OcrTextParams, OcrTextInput> = z.object({
  image: imagesInput,
  language: z
    .string()
    .min(1)
    .default("eng")
    .describe("The language of the text: ISO 639-1 (`en`) or the name of installed Tesseract data (`eng`)."),
});

const confidence = z.number().min(0).max(1);

export const ocrTextOutput: z.ZodType<OcrTextResult, OcrTextResult> = z.object({
  text: z.string().describe("The text of all pages, an empty line between two."),
  confidence: confidence.describe("How sure the recognition is, from 0 to 1: the mean of the pages, by their length."),
  pages: z
    .array(z.object({ number: z.int().positive(), text: z.string(), confidence }))
    .describe("Pages in order; numbers run on through all images."),
  warnings: z.array(z.string()).optional().describe("What was left out or found empty."),
});
