import { columnTypes } from "@aiecs/core/toolkit";
import { z } from "zod";
import type { CheckDataQualityParams } from "#operations/check-data-quality.ts";
import { tableInput, tableOutput } from "./table-parameters.ts";

export const checkDataQualityInput: z.ZodType<CheckDataQualityParams, CheckDataQualityParams> = z.object({
  df: tableInput,
  threshold: z.number().min(0).max(1).optional().describe("The score below which quality is low. 0.9 when not given."),
});

const ratio = z.number().min(0).max(1);

export const checkDataQualityOutput: z.ZodType = z.object({
  score: ratio.describe("The mean of the four ratios."),
  completeness: ratio,
  uniqueness: ratio,
  type_consistency: ratio,
  validity: ratio,
  threshold: z.number(),
  low_quality: z.boolean(),
  rows: z.int(),
  missing: z.int(),
  duplicates: z.int(),
  outliers: z.int(),
  type_conflicts: z.int(),
  columns: z.record(
    z.string(),
    z.object({
      type: z.enum(columnTypes),
      missing: z.int(),
      blank: z.int(),
      outliers: z.int(),
      type_conflicts: z.int(),
    }),
  ),
  df: tableOutput,
});
