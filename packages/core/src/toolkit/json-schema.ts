import type { StandardJSONSchemaV1 } from "@standard-schema/spec";
import type { JsonSchema } from "#contracts/json-schema.ts";
import { isStandardSchema, type Schema } from "#contracts/schema.ts";

const known = new WeakMap<Schema, Map<"input" | "output", JsonSchema>>();

/**
 * A schema as JSON Schema (2020-12), made once. A Standard Schema library that cannot say gives `{}`: anything goes.
 */
export function toJsonSchema(schema: Schema, side: "input" | "output"): JsonSchema {
  if (!isStandardSchema(schema)) return schema;
  let sides = known.get(schema);
  if (!sides) known.set(schema, (sides = new Map()));
  let made = sides.get(side);
  if (!made) sides.set(side, (made = convert(schema["~standard"], side)));
  return made;
}

function convert(standard: object, side: "input" | "output"): JsonSchema {
  const converter = "jsonSchema" in standard ? standard.jsonSchema : undefined;
  if (!isConverter(converter)) return {};
  const options = { target: "draft-2020-12", libraryOptions: { unrepresentable: "any" } } as const;
  const { $schema: _, ...schema } = converter[side](options);
  return schema;
}

function isConverter(value: unknown): value is StandardJSONSchemaV1.Converter {
  return typeof value === "object" && value !== null && "input" in value && "output" in value;
}

/** The names of an object schema's properties, or undefined when any name may stand there. */
export function closedPropertyNames(schema: JsonSchema): readonly string[] | undefined {
  const names = new Set<string>();
  const known = collectNames(schema, names);
  return known === "closed" || (known === "silent" && schema.type === "object") ? [...names] : undefined;
}

/** Whether a schema closes its names, lets any name in, or says nothing about names at all. */
function collectNames(schema: JsonSchema, names: Set<string>): "closed" | "open" | "silent" {
  const { properties, additionalProperties, patternProperties, $ref } = schema;
  if (additionalProperties === true || isObject(additionalProperties)) return "open";
  if (isObject(patternProperties) || $ref !== undefined) return "open";
  let known: "closed" | "silent" = "silent";
  if (isObject(properties)) {
    for (const name of Object.keys(properties)) names.add(name);
    known = "closed";
  }
  for (const part of [schema.anyOf, schema.oneOf, schema.allOf].flat()) {
    const found = isObject(part) ? collectNames(part, names) : "silent";
    if (found === "open") return "open";
    if (found === "closed") known = "closed";
  }
  return known;
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null;
}
