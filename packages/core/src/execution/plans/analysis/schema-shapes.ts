import type { JsonSchema } from "#contracts/json-schema.ts";
import { isRecord } from "#execution/plans/plan-keys.ts";

/**
 * One way a value may be: schemas that all hold for it, free of references and alternatives. An empty one says nothing,
 * so that anything may be there.
 */
export type Shape = readonly JsonSchema[];

const unconstrained: readonly Shape[] = [[]];
/** Besides what else is said, there may be more. */
const unknown: readonly Shape[] = [[{ additionalProperties: true }]];
/** Past so many alternatives nobody can say what a value looks like. */
const maxShapes = 64;
const maxExpansions = 1_000;

/** Keywords that bring in properties in ways this reading does not follow. */
const unreadable = ["if", "dependentSchemas", "patternProperties", "$dynamicRef", "$recursiveRef"];
/** Keywords that say something about which paths exist. */
const shaping: ReadonlySet<string> = new Set([
  "type",
  "properties",
  "additionalProperties",
  "unevaluatedProperties",
  "items",
  "prefixItems",
  "maxItems",
  "const",
  "enum",
]);

/** Reads JSON Schemas as the shapes their values may have. What it does not understand may be anything. */
export class ShapeReader {
  readonly #root: JsonSchema;
  #expansionsLeft = maxExpansions;

  /** `root` is what `#` refers to. */
  constructor(root: JsonSchema) {
    this.#root = root;
  }

  /** The shapes of a value that satisfies all these schemas; none when there is no such value. */
  read(schemas: readonly unknown[], seen: ReadonlySet<unknown> = new Set()): readonly Shape[] {
    return schemas.reduce(
      (shapes: readonly Shape[], schema) => product(shapes, this.#one(schema, seen)),
      unconstrained,
    );
  }

  #one(schema: unknown, seen: ReadonlySet<unknown>): readonly Shape[] {
    if (schema === false) return [];
    if (schema === true) return unconstrained;
    if (!isRecord(schema) || seen.has(schema) || --this.#expansionsLeft < 0) return unknown;
    if (unreadable.some((keyword) => keyword in schema)) return unknown;
    const inside = new Set(seen).add(schema);
    const { $ref, allOf, anyOf, oneOf, ...own } = schema;
    let shapes: readonly Shape[] = Object.keys(own).some((keyword) => shaping.has(keyword)) ? [[own]] : unconstrained;
    if ($ref !== undefined) shapes = product(shapes, this.#one(resolvePointer(this.#root, $ref), inside));
    if (Array.isArray(allOf)) shapes = product(shapes, this.read(allOf, inside));
    for (const choice of [anyOf, oneOf]) {
      if (Array.isArray(choice))
        shapes = product(
          shapes,
          choice.flatMap((entry) => this.#one(entry, inside)),
        );
    }
    return shapes;
  }
}

/** Both at once, in every combination. */
function product(left: readonly Shape[], right: readonly Shape[]): readonly Shape[] {
  if (left.length * right.length > maxShapes) return unknown;
  return left.flatMap((a) => right.map((b) => [...a, ...b]));
}

function resolvePointer(root: JsonSchema, ref: unknown): unknown {
  if (ref === "#") return root;
  if (typeof ref !== "string" || !ref.startsWith("#/")) return undefined;
  let value: unknown = root;
  for (const part of ref.slice(2).split("/")) {
    const key = unescapePointer(part);
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

function unescapePointer(part: string): string {
  const text = part.replaceAll("~1", "/").replaceAll("~0", "~");
  try {
    return decodeURIComponent(text);
  } catch {
    // A `%` that escapes nothing: the key is what is written.
    return text;
  }
}
