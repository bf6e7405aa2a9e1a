import { z } from "zod";
import {
  isObject,
  outputPath,
  type ReportText,
  reportAuthor,
  reportDate,
  reportTitle,
  textInput,
} from "./report-content.ts";

/** Results of the steps before: their shapes are read leniently, since a report of half an analysis beats none. */
export type LegalAnalysisParams = {
  readonly contract_text: ReportText;
  readonly entities: object | null;
  readonly terms: object | null;
  readonly risk_assessment: object | null;
  readonly contract_type: string | object | null;
  readonly title?: string | undefined;
  readonly date?: string | undefined;
  readonly author?: string | undefined;
  readonly output_path?: string | undefined;
};

const result = (what: string): z.ZodType<object | null, object | null> =>
  z
    .custom<object | null>(
      (value) => value === null || (typeof value === "object" && value !== null),
      `expected ${what}, or null`,
    )
    .meta({ description: what, anyOf: [{ type: "object" }, { type: "array" }, { type: "null" }] });

export const legalAnalysisInput: z.ZodType<LegalAnalysisParams, LegalAnalysisParams> = z.object({
  contract_text: textInput.describe("The text that entities and terms point into."),
  entities: result("the result of extract_entities: a list of { type, text, start, end }"),
  terms: result("the result of find_contract_terms: a list of { type, present, text, start, end }"),
  risk_assessment: result("the result of assess_risk_level: { score, level, factors, missing_clauses }"),
  contract_type: z
    .custom<string | object | null>(
      (value) => value === null || typeof value === "string" || isObject(value),
      "expected the result of classify_contract_type, a text, or null",
    )
    .meta({
      description: "The result of classify_contract_type, or a text.",
      anyOf: [{ type: "string" }, { type: "object" }, { type: "null" }],
    }),
  title: reportTitle,
  date: reportDate,
  author: reportAuthor,
  output_path: outputPath,
});
