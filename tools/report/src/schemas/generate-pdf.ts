import { isTableInput, tableInputError, tableInputJsonSchema } from "@aiecs/core/toolkit";
import { z } from "zod";
import {
  type ChartsInput,
  chartsInput,
  outputPath,
  type ReportText,
  reportAuthor,
  reportDate,
  reportTitle,
  textInput,
} from "./report-content.ts";

/** A part of a report. A section that is a text alone is plain text. */
export type Section =
  | string
  | {
      readonly title?: string | undefined;
      /** Plain text: blank lines part paragraphs, nothing else has a meaning. */
      readonly text?: ReportText | undefined;
      readonly markdown?: ReportText | undefined;
      readonly html?: ReportText | undefined;
      readonly table?: string | object | undefined;
      readonly charts?: ChartsInput | undefined;
    };

export type PdfParams = {
  readonly charts?: ChartsInput | undefined;
  readonly title?: string | undefined;
  readonly sections?: readonly Section[] | undefined;
  readonly markdown?: ReportText | undefined;
  readonly html?: ReportText | undefined;
  readonly date?: string | undefined;
  readonly author?: string | undefined;
  readonly output_path?: string | undefined;
};

const section: z.ZodType<Section, Section> = z.union([
  z.string(),
  z.strictObject({
    title: z.string().min(1).max(300).optional(),
    text: textInput.optional().describe("Plain text: blank lines part paragraphs."),
    markdown: textInput.optional(),
    html: textInput.optional(),
    table: z.custom<string | object>(isTableInput, { error: tableInputError }).meta(tableInputJsonSchema).optional(),
    charts: chartsInput.optional(),
  }),
]);

export const pdfInput: z.ZodType<PdfParams, PdfParams> = z.object({
  charts: chartsInput.optional(),
  title: reportTitle,
  sections: z.array(section).max(1_000).optional(),
  markdown: textInput.optional().describe("CommonMark with tables; HTML in it stays text, pictures are left out."),
  html: textInput
    .optional()
    .describe(
      "Headings, paragraphs, lists, tables, emphasis, links and code are taken over; nothing runs or is fetched.",
    ),
  date: reportDate,
  author: reportAuthor,
  output_path: outputPath,
});
