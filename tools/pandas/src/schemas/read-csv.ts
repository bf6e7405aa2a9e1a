import { type TableSchema, tableSchema } from "@aiecs/core/toolkit";
import { z } from "zod";
import type { ReadCsvParams } from "#operations/read-csv.ts";
import { columnName } from "./table-parameters.ts";
import { dtypeNames } from "./words.ts";

const delimiterRule = "expected 1 to 4 characters without quotes and line breaks";

export const readCsvInput: z.ZodType<ReadCsvParams, ReadCsvParams> = z.object({
  file_path: z.string().min(1).describe("Path of the file, within the allowed folders."),
  encoding: z
    .string()
    .optional()
    .describe("A WHATWG encoding label such as utf-8, windows-1252 or shift_jis. Found by itself when not given."),
  delimiter: z
    .string()
    .regex(/^[^"\r\n]{1,4}$/, delimiterRule)
    .optional()
    .describe("What separates fields. Found among comma, semicolon, tab and | when not given."),
  nrows: z.int().min(0).optional().describe("How many records to read at most."),
  columns: z.array(columnName).min(1).optional().describe("The columns to read, in this order. All when not given."),
  dtypes: z
    .record(z.string(), z.enum(dtypeNames))
    .optional()
    .describe("Types that columns must have, by name. Recognised by all of their values when not given."),
  null_values: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('Fields that mean null, instead of empty ones. Put "" among them to keep empty fields null.'),
});

export const readCsvOutput: TableSchema = tableSchema({
  report: {
    type: "object",
    description: "How the file was read: renamed columns, dates that stayed text, numbers that became null.",
    properties: {
      encoding: { type: "string" },
      delimiter: { type: "string" },
      notes: {
        type: "array",
        items: {
          type: "object",
          properties: { column: { type: ["string", "null"] }, message: { type: "string" } },
          required: ["column", "message"],
          additionalProperties: false,
        },
      },
    },
    required: ["encoding", "delimiter", "notes"],
    additionalProperties: false,
  },
});
