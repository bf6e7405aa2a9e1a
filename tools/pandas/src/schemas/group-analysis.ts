import { type TableSchema, tableSchema } from "@aiecs/core/toolkit";
import { z } from "zod";
import type { GroupAnalysisParams } from "#operations/group-analysis.ts";
import { columnNames, tableInput } from "./table-parameters.ts";
import { aggregationNames } from "./words.ts";

const aggregations = z.array(z.enum(aggregationNames)).min(1);

export const groupAnalysisInput: z.ZodType<GroupAnalysisParams, GroupAnalysisParams> = z.object({
  df: tableInput,
  group_by: columnNames,
  values: columnNames
    .optional()
    .describe("What to compute with. All numeric columns that are not grouped by when not given."),
  aggregations: z
    .union([aggregations, z.record(z.string(), aggregations)])
    .optional()
    .describe("For all values, or by column. count, sum, mean, min and max when not given."),
});

export const groupAnalysisOutput: TableSchema = tableSchema();
