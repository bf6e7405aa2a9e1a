import type { OperationListing } from "@aiecs/core";
import { formatValue } from "#input/key-values.ts";
import { isObject } from "#input/parse-object.ts";

/**
 * A command that calls the operation: its own example, else one made of its required parameters.
 *
 * @param options what else the command needs, so that it finds the tool
 */
export function exampleCommand(spec: string, operation: OperationListing, options: readonly string[] = []): string {
  const params: object = operation.examples[0]?.params ?? sampleObject(operation.input_schema);
  const pairs = Object.entries(params).map(([name, value]) => shellQuoted(`${name}=${formatValue(value)}`));
  return ["aiecs call", spec, ...pairs, ...options.map(shellQuoted)].join(" ");
}

/** A text as a POSIX shell takes it for one argument. */
export function shellQuoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The command line that started this process, as it can be typed again. */
export function commandLine(): string {
  return ["aiecs", ...process.argv.slice(2)].map(shellQuoted).join(" ");
}

type Schema = Readonly<Record<string, unknown>>;

/** A value that the schema takes, as plain as can be. */
function sample(schema: unknown): unknown {
  if (!isObject(schema)) return "text";
  const { default: preset, examples, const: constant, enum: values, anyOf, oneOf, type, items, minimum } = schema;
  if (preset !== undefined) return preset;
  if (constant !== undefined) return constant;
  for (const choices of [examples, values]) if (Array.isArray(choices) && choices.length > 0) return choices[0];
  for (const choices of [anyOf, oneOf]) if (Array.isArray(choices)) return sample(choices[0]);
  const first: unknown = Array.isArray(type) ? type[0] : type;
  if (first === "number" || first === "integer") return typeof minimum === "number" ? minimum : 1;
  if (first === "boolean") return true;
  if (first === "null") return null;
  if (first === "array") return [sample(items)];
  return first === "object" ? sampleObject(schema) : "text";
}

function sampleObject({ properties, required }: Schema): object {
  const known = isObject(properties) ? properties : {};
  const names = Array.isArray(required) ? required.filter((name) => typeof name === "string") : [];
  return Object.fromEntries(names.map((name) => [name, sample(known[name])]));
}
