import { isTableInput, tableInputError, tableInputJsonSchema } from "@aiecs/core/toolkit";
import { z } from "zod";

/** A table in any form, or the result of an analysis with lists of records in it. */
export const chartData: z.ZodType<string | object, string | object> = z
  .custom<string | object>((value: unknown) => isTableInput(value) || isResult(value), { error: tableInputError })
  .meta({
    ...tableInputJsonSchema,
    description:
      "A table (an earlier step's result, a list of records, a dataset of the plan's input, a file path), or the result of an analysis: each list of records in it can be drawn.",
  });

export const outputPath: z.ZodType<string | undefined, string | undefined> = z
  .string()
  .min(1)
  .optional()
  .describe("Where a copy goes; its ending says which of the files.");

export const columnName: z.ZodType<string | undefined, string | undefined> = z.string().min(1).optional();

type Aggregation = "sum" | "mean" | "count" | "min" | "max" | undefined;

export const aggregation: z.ZodType<Aggregation, Aggregation> = z
  .enum(["sum", "mean", "count", "min", "max"])
  .optional()
  .describe("How several rows become one value. Default: sum for what adds up, mean for prices, rates and the like.");

function isResult(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
