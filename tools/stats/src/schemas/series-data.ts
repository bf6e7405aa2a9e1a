import { isTableInput, type JsonSchema, type TableInput, tableInputError } from "@aiecs/core/toolkit";
import { z } from "zod";

/** What `data` takes: a table in any form, bare numbers, or what a metrics collector returned, once or several times. */
export type SeriesData = TableInput | readonly (number | null)[] | { readonly [metric: string]: unknown };

const json: JsonSchema = {
  description:
    "Samples: a table (an earlier step's result, a list of records, the name of a dataset in the plan's input, a file path), a list of numbers, one metrics object, or a list of metrics objects.",
  anyOf: [
    { type: "string", minLength: 1 },
    { type: "array", items: { anyOf: [{ type: ["number", "null"] }, { type: "object" }] } },
    { type: "object" },
  ],
};

export const seriesData = z.custom<SeriesData>(isSeriesData, { error: (issue) => tableInputError(issue) }).meta(json);

/** Which columns to read; recognised by name and type when not given. */
export const columnChoice = {
  value_column: z.string().optional().describe("The column of numbers; recognised by name and type when not given."),
  time_column: z.string().optional().describe("The column of moments; recognised by name and type when not given."),
  series_column: z
    .union([z.string(), z.array(z.string()).min(1)])
    .optional()
    .describe("The columns that tell several series of one table apart, such as a host or a symbol."),
};

function isSeriesData(value: unknown): value is SeriesData {
  if (isTableInput(value)) return true;
  if (Array.isArray(value)) return value.every((item) => item === null || typeof item === "number");
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
