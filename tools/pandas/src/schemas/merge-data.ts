import { type TableSchema, tableSchema } from "@aiecs/core/toolkit";
import { z } from "zod";
import type { MergeDataParams } from "#operations/merge-data.ts";
import { columnNames, tableInput } from "./table-parameters.ts";
import { joinKinds } from "./words.ts";

export const mergeDataInput: z.ZodType<MergeDataParams, MergeDataParams> = z.object({
  df1: tableInput,
  df2: tableInput,
  on: columnNames.optional().describe("Columns of both tables. Those that both have when not given."),
  how: z
    .enum(joinKinds)
    .optional()
    .describe(
      "Which rows without a partner stay: none (inner, the default), or those of df1 (left), df2 (right), both (outer).",
    ),
});

export const mergeDataOutput: TableSchema = tableSchema();
