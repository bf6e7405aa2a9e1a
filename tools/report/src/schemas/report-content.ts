import { isTextInput, type TextInput, textInputError, textInputJsonSchema } from "@aiecs/core/toolkit";
import { z } from "zod";

/** A text, an earlier result with a text (or with one as `markdown` or `html`), or an artifact that holds one. */
export type ReportText = TextInput | { readonly markdown: string } | { readonly html: string };

export const textInput: z.ZodType<ReportText, ReportText> = z
  .custom<ReportText>((value) => isTextInput(value) || holdsMarkup(value), { error: textInputError })
  .meta({ ...textInputJsonSchema, anyOf: [{ type: "string" }, { type: "object" }] });

function holdsMarkup(value: unknown): boolean {
  return isObject(value) && ["markdown", "html"].some((key) => Object.hasOwn(value, key));
}

/** Results of chart operations, dashboards, artifacts that hold pictures, and lists of them. */
export type ChartsInput = object;

export const chartsInput: z.ZodType<ChartsInput, ChartsInput> = z
  .custom<ChartsInput>(
    (value) => isObject(value) || Array.isArray(value),
    "expected a chart, a dashboard, an artifact that holds a picture, or a list of them",
  )
  .meta({
    description: "Charts, dashboards, artifacts that hold pictures, or lists of them.",
    anyOf: [{ type: "object" }, { type: "array" }],
  });

/** The moment a report is of; a report without one carries no date. */
export const reportDate: z.ZodType<string | undefined, string | undefined> = z.iso
  .date()
  .optional()
  .describe("For example 2026-01-31.");

export const reportTitle: z.ZodType<string | undefined, string | undefined> = z.string().min(1).max(300).optional();

export const reportAuthor: z.ZodType<string | undefined, string | undefined> = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe("Stands in the footer and in the file's properties.");

export const outputPath: z.ZodType<string | undefined, string | undefined> = z
  .string()
  .min(1)
  .optional()
  .describe("Where a copy goes; ends in .pdf.");

export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
