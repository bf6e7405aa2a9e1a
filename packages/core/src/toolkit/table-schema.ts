import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";
import type { JsonSchema } from "#contracts/json-schema.ts";
import { isTable, type Table } from "#contracts/table.ts";
import { columnTypes } from "./table-values.ts";

/**
 * How tables are told to plans, editors and models. A schema library cannot describe a handle by itself, so a tool
 * hands it the description (artifacts likewise, with `artifactJsonSchema`). With zod:
 *
 * @example
 * // a parameter
 * const df = z.custom<TableInput>(isTableInput, { error: tableInputError }).meta(tableInputJsonSchema);
 * // a table within a larger result
 * const clean = z.custom<Table>(isTable, "expected a table").meta(tableJsonSchema);
 * // a result that is a table, with a property more
 * const outputSchema = tableSchema({ report: { type: "object" } });
 */
export const tableJsonSchema: JsonSchema = describeTable({});

/** What `defineOperation` takes as the output schema of an operation that returns a table; `extra` are properties beyond it. */
export function tableSchema(extra: { readonly [property: string]: JsonSchema } = {}): TableSchema {
  const json = describeTable(extra);
  return {
    "~standard": {
      version: 1,
      vendor: "aiecs",
      validate: (value) => (isTable(value) ? { value } : { issues: [{ message: "expected a table" }] }),
      jsonSchema: { input: () => ({ ...json }), output: () => ({ ...json }) },
    },
  };
}

export type TableSchema = {
  readonly "~standard": StandardSchemaV1.Props<Table, Table> & StandardJSONSchemaV1.Props<Table, Table>;
};

/** A parameter that takes a table in any of the forms that `readTable` reads. */
export const tableInputJsonSchema: JsonSchema = {
  description:
    "A table: an earlier step's result, a list of records, the name of a dataset in the plan's input, or the path of a csv, tsv, json, ndjson, parquet or xlsx file.",
  anyOf: [{ type: "string", minLength: 1 }, { type: "array", items: { type: "object" } }, { type: "object" }],
};

function describeTable(extra: { readonly [property: string]: JsonSchema }): JsonSchema {
  return {
    type: "object",
    description: "A table. `rows` and `columns` are counts; `data` holds the first records.",
    properties: {
      rows: { type: "integer", minimum: 0 },
      columns: { type: "integer", minimum: 0 },
      schema: {
        type: "array",
        items: {
          type: "object",
          properties: { name: { type: "string" }, type: { enum: columnTypes } },
          required: ["name", "type"],
          additionalProperties: false,
        },
      },
      data: { type: "array", items: { type: "object", additionalProperties: true } },
      truncated: { type: "boolean" },
      artifact: { type: ["string", "null"], description: "In JSON only: the file that holds all rows." },
      ...extra,
    },
    required: ["rows", "columns", "schema", "data", "truncated", ...Object.keys(extra)],
    additionalProperties: false,
  };
}
