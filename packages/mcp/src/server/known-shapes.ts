import type { JsonSchema } from "@aiecs/core";
import {
  artifactHandleJsonSchema,
  artifactJsonSchema,
  tableInputJsonSchema,
  tableJsonSchema,
  textInputJsonSchema,
} from "@aiecs/core/toolkit";
import { isRecord } from "./json.ts";

/** Shapes that many operations take or give: named once, instead of written out each time. */
export const shapeNotes = {
  Table: `${String(tableInputJsonSchema.description)} As a result it has rows, columns (counts), schema and data (the first records).`,
  Text: String(textInputJsonSchema.description),
  File: "A file: the path of one, or what an operation made, which has id, name, path, media_type, bytes and sha256.",
} as const;

export type ShapeName = keyof typeof shapeNotes;

/** What a schema is known as, and what it has beyond that. */
export type KnownShape = { readonly name: ShapeName; readonly extra: Readonly<Record<string, unknown>> };

const inputs = new Map<string, ShapeName>([
  [JSON.stringify(tableInputJsonSchema.anyOf), "Table"],
  [JSON.stringify(textInputJsonSchema.anyOf), "Text"],
  [JSON.stringify([{ type: "string", minLength: 1 }, artifactHandleJsonSchema]), "File"],
]);

const objects: readonly (readonly [ShapeName, readonly string[], ReadonlySet<string>])[] = [
  ["Table", namesOf(tableJsonSchema, "required"), new Set(namesOf(tableJsonSchema, "properties"))],
  [
    "File",
    namesOf(artifactHandleJsonSchema, "required"),
    new Set([...namesOf(artifactJsonSchema, "properties"), "url"]),
  ],
];

/** The shape that a schema describes, if it is one of these. */
export function knownShape({ anyOf, properties }: JsonSchema): KnownShape | undefined {
  const input = Array.isArray(anyOf) ? inputs.get(JSON.stringify(anyOf)) : undefined;
  if (input) return { name: input, extra: {} };
  if (!isRecord(properties)) return undefined;
  for (const [name, required, all] of objects) {
    if (!required.every((key) => Object.hasOwn(properties, key))) continue;
    return { name, extra: Object.fromEntries(Object.entries(properties).filter(([key]) => !all.has(key))) };
  }
  return undefined;
}

function namesOf(schema: JsonSchema, key: "required" | "properties"): string[] {
  const part = schema[key];
  return Array.isArray(part) ? part.map(String) : Object.keys(Object(part));
}
