import type { OperationListing } from "@aiecs/core";
import { isObject } from "#input/parse-object.ts";

/** One parameter of an operation, as its help shows it. */
export type Parameter = {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  /** As JSON; empty when it has none. */
  readonly default: string;
  readonly description: string;
};

type Schema = Readonly<Record<string, unknown>>;

/** The parameters of an operation, required ones first. */
export function parametersOf({ input_schema: schema }: OperationListing): Parameter[] {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const parameters = Object.entries(properties).map(([name, property]): Parameter => {
    const value = isObject(property) ? property : {};
    return {
      name,
      type: typeName(value),
      // A parameter with a default may be left out, whatever list a schema library puts it in.
      required: required.includes(name) && !("default" in value),
      default: "default" in value ? JSON.stringify(value.default) : "",
      description: typeof value.description === "string" ? value.description : "",
    };
  });
  return parameters.toSorted((a, b) => Number(b.required) - Number(a.required));
}

/** A schema as a type in a few words: `string`, `array of number`, `"a" or "b"`. */
function typeName(schema: Schema): string {
  const { const: constant, enum: values, type, items, anyOf, oneOf, $ref: reference } = schema;
  if (constant !== undefined) return JSON.stringify(constant);
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(" or ");
  const choices = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : undefined;
  if (choices) return [...new Set(choices.filter(isObject).map(typeName))].join(" or ");
  if (type === "array") return isObject(items) ? `array of ${typeName(items)}` : "array";
  if (Array.isArray(type)) return type.join(" or ");
  if (typeof type === "string") return type;
  return typeof reference === "string" ? (reference.split("/").at(-1) ?? "any") : "any";
}
