import {
  isTable,
  isTableInput,
  type Table,
  type TableInput,
  tableInputError,
  tableInputJsonSchema,
  tableJsonSchema,
} from "@aiecs/core/toolkit";
import { z } from "zod";

/** A parameter that takes a table in any form. */
export const tableInput: z.ZodType<TableInput, TableInput> = z
  .custom<TableInput>(isTableInput, { error: tableInputError })
  .meta(tableInputJsonSchema);

/** A table within a larger result. */
export const tableOutput: z.ZodType<Table, Table> = z.custom<Table>(isTable, "expected a table").meta(tableJsonSchema);

/** The name of a column. */
export const columnName: z.ZodType<string, string> = z.string().min(1);

/** One column, or several. */
export const columnNames: z.ZodType<string | string[], string | string[]> = z.union([
  columnName,
  z.array(columnName).min(1),
]);
