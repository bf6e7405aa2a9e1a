import { type TableInput, type TableSchema, tableSchema } from "@aiecs/core/toolkit";
import { z } from "zod";
import { tableInput } from "./table-parameters.ts";

export type LoadTableParams = { readonly df: TableInput };

export const loadTableInput: z.ZodType<LoadTableParams, LoadTableParams> = z.object({ df: tableInput });

export const loadTableOutput: TableSchema = tableSchema();
