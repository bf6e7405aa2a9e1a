import { isTableInput, type JsonSchema, type TableInput, tableInputError } from "@aiecs/core/toolkit";
import { z } from "zod";

/** What `data` takes: a table in any form, bare numbers, or what a metrics collector returned, once or several times. */
export type SeriesData = TableInput | readonly (number | null)[] | { readonly [metric: string]: unknown };

/** Which columns to read; recognised by name and type when not given. */
export type ColumnChoice = {
  readonly value_column?: string | undefined;
  readonly time_column?: string | undefined;
  /** The columns that tell several series of one table apart, such as a host or a symbol. */
  readonly series_column?: string | readonly string[] | undefined;
};

const json: JsonSchema = {
  description:
    "Samples: a table (an earlier step's result, a list of records, the name of a dataset in the plan's input, a file path), a list of numbers, one metrics object, or a list of metrics objects.",
  anyOf: [
    { type: "string", minLength: 1 },
    { type: "array", items: { anyOf: [{ type: ["number", "null"] }, { type: "object" }] } },
    { type: "object" },
  ],
};

export const seriesData: z.ZodType<SeriesData, SeriesData> = z
  .custom<SeriesData>(isSeriesData, { error: (issue) => tableInputError(issue) })
  .meta(json);

/** The fields of `ColumnChoice`. */
export const columnChoice: {
  readonly value_column: z.ZodOptional<z.ZodString>;
  readonly time_column: z.ZodOptional<z.ZodString>;
  readonly series_column: z.ZodOptional<z.ZodUnion<readonly [z.ZodString, z.ZodArray<z.ZodString>]>>;
} = {
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
