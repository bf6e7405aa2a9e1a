import { isRecord } from "./json.ts";
import { knownShape, type ShapeName } from "./known-shapes.ts";

export type TypeTextOptions = {
  /** How many levels of objects are written out. */
  readonly depth: number;
  /** Gets the names of the known shapes that stand in the text. */
  readonly shapes: Set<ShapeName>;
};

const maxValues = 13;
const maxKeys = 24;
/** A schema may come from anywhere: one that is deep, or that branches without end, is told as far as this goes. */
const maxParts = 1_000;

/** A JSON Schema as a type in the manner of TypeScript: short, for a model to read. Limits of numbers stand behind them. */
export function typeText(schema: unknown, { depth, shapes }: TypeTextOptions): string {
  return textOf(schema, { depth, shapes, definitions: definitionsOf(schema), left: { parts: maxParts } });
}

type Scope = TypeTextOptions & {
  readonly definitions: Readonly<Record<string, unknown>>;
  readonly left: { parts: number };
};

function textOf(schema: unknown, scope: Scope): string {
  if (!isRecord(schema) || --scope.left.parts < 0) return "any";
  const known = knownShape(schema);
  if (known) {
    scope.shapes.add(known.name);
    const more = objectText(known.extra, [], scope);
    return more === "{}" ? known.name : `${known.name} & ${more}`;
  }
  const { $ref: reference, const: constant, enum: values, anyOf, oneOf = anyOf, type } = schema;
  if (typeof reference === "string") return referenceText(reference, scope);
  if (constant !== undefined) return quote(constant);
  if (Array.isArray(values)) return union(cutList(values.map(quote), maxValues));
  if (Array.isArray(oneOf)) return union(oneOf.map((part) => textOf(part, scope)));
  if (Array.isArray(type)) return union(type.map((one) => simpleText({ ...schema, type: one }, scope)));
  return simpleText(schema, scope);
}

function simpleText(schema: Readonly<Record<string, unknown>>, scope: Scope): string {
  const { type, items, properties, additionalProperties: rest, required = [], format } = schema;
  if (type === "array") {
    const item = textOf(items, scope);
    return item.includes(" | ") || item.includes(" & ") ? `(${item})[]` : `${item}[]`;
  }
  if (isRecord(properties)) return objectText(properties, Array.isArray(required) ? required : [], scope);
  if (type === "object") {
    const value = isRecord(rest) ? textOf(rest, scope) : "any";
    return value === "any" ? "object" : `Record<string, ${value}>`;
  }
  if (type === "string") return typeof format === "string" ? `string (${format})` : "string";
  if (type === "integer" || type === "number") return `${type}${rangeOf(schema)}`;
  return typeof type === "string" ? type : "any";
}

/** Names and types of properties. Those of a result are all there unless they say otherwise: no list means no `?`. */
function objectText(properties: Readonly<Record<string, unknown>>, required: readonly unknown[], scope: Scope): string {
  const names = Object.keys(properties);
  if (names.length === 0) return "{}";
  if (scope.depth <= 0) return "object";
  const inner = { ...scope, depth: scope.depth - 1 };
  const parts = Object.entries(properties).map(([name, part]) => {
    const mark = required.length === 0 || required.includes(name) ? "" : "?";
    return `${name}${mark}: ${textOf(part, inner)}`;
  });
  return `{ ${cutList(parts, maxKeys).join(", ")} }`;
}

function referenceText(reference: string, scope: Scope): string {
  const name = reference.split("/").at(-1) ?? "";
  const target = Object.hasOwn(scope.definitions, name) ? scope.definitions[name] : undefined;
  return target === undefined ? "any" : textOf(target, scope);
}

function rangeOf({ minimum, maximum }: Readonly<Record<string, unknown>>): string {
  const least = typeof minimum === "number" && minimum > Number.MIN_SAFE_INTEGER ? minimum : undefined;
  const most = typeof maximum === "number" && maximum < Number.MAX_SAFE_INTEGER ? maximum : undefined;
  if (least === undefined) return most === undefined ? "" : ` up to ${most}`;
  if (most !== undefined) return ` ${least}..${most}`;
  return least === 0 ? "" : ` from ${least}`;
}

/** Single quotes need no escape in JSON. */
function quote(value: unknown): string {
  return typeof value === "string" ? `'${value}'` : JSON.stringify(value);
}

function union(parts: readonly string[]): string {
  return [...new Set(parts)].join(" | ");
}

function cutList(parts: readonly string[], most: number): string[] {
  return parts.length <= most ? [...parts] : [...parts.slice(0, most), `… ${parts.length - most} more`];
}

function definitionsOf(schema: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(schema)) return {};
  const { $defs, definitions = $defs } = schema;
  return isRecord(definitions) ? definitions : {};
}
