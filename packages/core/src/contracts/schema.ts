import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { JsonSchema } from "./json-schema.ts";

/** How parameters and results are described: any Standard Schema library's schema, or plain JSON Schema. */
export type Schema = StandardSchemaV1 | JsonSchema;

/** What a schema says of its types. To read them costs the compiler less than to infer them. */
type SchemaTypes<S> = S extends StandardSchemaV1
  ? NonNullable<S["~standard"]["types"]>
  : { readonly input: Record<string, unknown>; readonly output: Record<string, unknown> };

/** What a caller passes. */
export type SchemaInput<S> = SchemaTypes<S>["input"];

/** What the operation receives: defaults filled in, values coerced. */
export type SchemaOutput<S> = SchemaTypes<S>["output"];

export function isStandardSchema(schema: Schema): schema is StandardSchemaV1 {
  return "~standard" in schema;
}
