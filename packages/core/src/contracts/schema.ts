import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { JsonSchema } from "./json-schema.ts";

/** How parameters and results are described: any Standard Schema library's schema, or plain JSON Schema. */
export type Schema = StandardSchemaV1 | JsonSchema;

/** What a caller passes. */
export type SchemaInput<S> = S extends StandardSchemaV1<infer Input, unknown> ? Input : Record<string, unknown>;

/** What the operation receives: defaults filled in, values coerced. */
export type SchemaOutput<S> = S extends StandardSchemaV1<infer _Input, infer Output> ? Output : Record<string, unknown>;

export function isStandardSchema(schema: Schema): schema is StandardSchemaV1 {
  return "~standard" in schema;
}
