import { type TableSchema, tableSchema } from "@aiecs/core/toolkit";
import { z } from "zod";
import type { CleanDataParams } from "#operations/clean-data.ts";
import { columnNames, tableInput } from "./table-parameters.ts";

const fillValue = z.union([z.string(), z.number(), z.boolean()]);

export const cleanDataInput: z.ZodType<CleanDataParams, CleanDataParams> = z.object({
  df: tableInput,
  drop_na: z
    .union([z.boolean(), columnNames])
    .optional()
    .describe("Drops rows with a null: in any column (true), or in those named."),
  remove_duplicates: z.boolean().optional().describe("Keeps only the first of equal rows."),
  if_quality_low: z.boolean().optional().describe("Changes nothing when the quality score is not below the threshold."),
  threshold: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe("For if_quality_low; that of the quality check which df comes from, else 0.9, when not given."),
  fill_na: z
    .union([fillValue, z.record(z.string(), fillValue)])
    .optional()
    .describe("What stands in place of nulls: one value, for the columns that it fits, or values by column."),
  strip_strings: z.boolean().optional().describe("Removes blanks around texts; texts of nothing else become null."),
});

const counts = { type: "object", additionalProperties: { type: "integer" } };

export const cleanDataOutput: TableSchema = tableSchema({
  report: {
    type: "object",
    description: "What was changed, and why.",
    properties: {
      rows_before: { type: "integer" },
      rows_after: { type: "integer" },
      dropped: {
        type: "object",
        properties: { nulls: { type: "integer" }, duplicates: { type: "integer" } },
        required: ["nulls", "duplicates"],
        additionalProperties: false,
      },
      nulls: { ...counts, description: "Nulls in the columns that were looked at, after filling and before dropping." },
      filled: counts,
      stripped: counts,
      quality_score: { type: ["number", "null"] },
      skipped: { type: ["string", "null"], description: "Why nothing was done." },
    },
    required: ["rows_before", "rows_after", "dropped", "nulls", "filled", "stripped", "quality_score", "skipped"],
    additionalProperties: false,
  },
});
