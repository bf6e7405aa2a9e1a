import { isRecord, toJson } from "./json.ts";
import { knownShape, type ShapeName, shapeNotes } from "./known-shapes.ts";
import type { ListedOperation } from "./operations.ts";
import { typeText } from "./type-text.ts";

/** What a model needs to know of an operation to call it, in few words. */
export type Signature = {
  readonly operation: string;
  readonly description: string;
  /** By name, with `?` where it may be left out: the type, the default, what it means. */
  readonly params: Readonly<Record<string, string>>;
  /** Absent when the operation does not say. */
  readonly returns?: string;
  readonly destructive?: true;
  readonly example?: unknown;
};

/** Levels of objects that are written out, as far as the text stays within its length. */
const paramType = { levels: 3, most: 280 } as const;
const resultType = { levels: 2, most: 450 } as const;
const maxExample = 300;
/** A longer example shows the first of its records only. */
const wholeExample = 150;
const commonTexts: ReadonlySet<string> = new Set(Object.values(shapeNotes).map((note) => note.split(":", 1).join()));

/** @param shapes gets the names of the known shapes that are mentioned */
export function signatureOf({ spec, operation }: ListedOperation, shapes: Set<ShapeName>): Signature {
  const { description, input_schema: input, output_schema: output, annotations, examples } = operation;
  const example = shortExample(examples[0]?.params);
  return {
    operation: spec,
    description,
    params: paramsOf(input, shapes),
    ...(output && { returns: typeWithin(output, resultType, shapes) }),
    ...(annotations.destructive && { destructive: true }),
    ...(example !== undefined && { example }),
  };
}

function paramsOf(schema: Readonly<Record<string, unknown>>, shapes: Set<ShapeName>): Record<string, string> {
  const { properties, required, $defs, definitions = $defs } = schema;
  if (!isRecord(properties)) return {};
  const needed = new Set(Array.isArray(required) ? required : []);
  return Object.fromEntries(
    Object.entries(properties).map(([name, part]) => {
      const param = isRecord(part) ? part : {};
      const type = typeWithin(definitions === undefined ? param : { ...param, definitions }, paramType, shapes);
      const byDefault = param.default === undefined ? "" : ` = ${toJson(param.default)}`;
      return [`${name}${needed.has(name) ? "" : "?"}`, `${type}${byDefault}${meaningOf(param)}`];
    }),
  );
}

/** What a parameter means, unless its type says it already. */
function meaningOf(param: Readonly<Record<string, unknown>>): string {
  const { description } = param;
  if (typeof description !== "string") return "";
  const known = knownShape(param);
  return known && commonTexts.has(description.split(":", 1).join()) ? "" : ` – ${description}`;
}

/** A type with as many levels as fit. */
function typeWithin(
  schema: unknown,
  { levels, most }: { readonly levels: number; readonly most: number },
  shapes: Set<ShapeName>,
): string {
  for (let depth = levels; ; depth--) {
    const used = new Set<ShapeName>();
    const text = typeText(schema, { depth, shapes: used });
    if (text.length > most && depth > 1) continue;
    for (const name of used) shapes.add(name);
    return text;
  }
}

/** None when it is long even so. */
function shortExample(params: unknown): unknown {
  if (params === undefined || toJson(params).length <= wholeExample) return params;
  const cut = firstOnly(params);
  return toJson(cut).length <= maxExample ? cut : undefined;
}

function firstOnly(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, isRecord(value[0]) ? 1 : value.length).map(firstOnly);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, firstOnly(part)]));
}
