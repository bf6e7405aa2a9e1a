import { columnTypes } from "@aiecs/core/toolkit";
import { z } from "zod";
import type { DescribeParams } from "#operations/describe.ts";
import { columnNames, tableInput } from "./table-parameters.ts";

export const describeInput: z.ZodType<DescribeParams, DescribeParams> = z.object({
  df: tableInput,
  columns: columnNames.optional().describe("The columns to summarise. All when not given."),
});

const measure = z.number().nullable().optional();
const value = z.union([z.number(), z.string()]).nullable().optional();

export const describeOutput: z.ZodType = z.object({
  rows: z.int(),
  columns: z.record(
    z.string(),
    z.object({
      type: z.enum(columnTypes),
      count: z.int(),
      missing: z.int(),
      mean: measure,
      std: measure,
      min: value,
      q1: measure,
      median: measure,
      q3: measure,
      max: value,
      unique: z.int().optional(),
      top: z.json().optional(),
      frequency: z.int().optional(),
    }),
  ),
});
