import type { JsonSchema } from "#contracts/json-schema.ts";
import { isRecord } from "#execution/plans/plan-keys.ts";
import { type Shape, ShapeReader } from "./schema-shapes.ts";

export type Path = readonly (string | number)[];

/** How far a path can exist in what a schema describes. */
export type PathLimit = {
  /** How many segments can exist. */
  readonly depth: number;
  /** The keys that are known there. */
  readonly keys: readonly string[];
  /** What stands there, when it has no keys: JSON Schema's names of types. */
  readonly types: readonly string[];
};

/**
 * Why a path cannot exist in any value of the schema; undefined when it can, or when the schema does not say. As with
 * parameters, an object that lists its properties has no others unless `additionalProperties` says so.
 */
export function findPathLimit(schema: JsonSchema, path: Path): PathLimit | undefined {
  const reader = new ShapeReader(schema);
  return limitOf(path, reader.read([schema]), reader);
}

/** The same for a path in the elements of the list that stands at `listPath`. */
export function findElementPathLimit(schema: JsonSchema, listPath: Path, path: Path): PathLimit | undefined {
  const reader = new ShapeReader(schema);
  const lists = listPath.reduce(
    (shapes: readonly Shape[], segment) => below(shapes, segment, reader),
    reader.read([schema]),
  );
  return limitOf(path, [...below(lists, 0, reader), ...below(lists, -1, reader)], reader);
}

function limitOf(path: Path, start: readonly Shape[], reader: ShapeReader): PathLimit | undefined {
  let shapes = start;
  for (const [depth, segment] of path.entries()) {
    if (shapes.length === 0) return undefined;
    const next = below(shapes, segment, reader);
    if (next.length === 0) return { depth, ...describe(shapes) };
    shapes = next;
  }
  return undefined;
}

/** The shapes of what stands under one segment; none when nothing can stand there. */
function below(shapes: readonly Shape[], segment: string | number, reader: ShapeReader): readonly Shape[] {
  const found: Shape[] = [];
  for (const shape of shapes) {
    const isIndex = typeof segment === "number";
    const property = isIndex ? undefined : propertySchemas(shape, segment);
    // A list's elements are its own properties, named by their digits.
    const element = isIndex || /^\d+$/.test(segment) ? elementSchemas(shape, Number(segment)) : undefined;
    if (property) found.push(...reader.read(property));
    if (element) found.push(...reader.read(element));
  }
  return found;
}

/** The schemas of a property, all of which hold; undefined when there can be none of that name. */
function propertySchemas(shape: Shape, name: string): readonly unknown[] | undefined {
  const schemas: unknown[] = [];
  let isDeclared = false;
  let isOpen = false;
  let isListed = false;
  for (const schema of shape) {
    if (!allowsType(schema, "object")) return undefined;
    const { properties, additionalProperties, unevaluatedProperties } = schema;
    const others = additionalProperties ?? unevaluatedProperties;
    if (isRecord(properties) && Object.hasOwn(properties, name)) {
      isDeclared = true;
      schemas.push(properties[name]);
    } else if (others === undefined) isListed ||= isRecord(properties);
    else if (others === false) isListed = true;
    else {
      isOpen = true;
      schemas.push(others);
    }
  }
  return isDeclared || isOpen || !isListed ? schemas : undefined;
}

/** The schemas of an element, all of which hold; undefined when there can be none. */
function elementSchemas(shape: Shape, index: number): readonly unknown[] | undefined {
  const schemas: unknown[] = [];
  for (const schema of shape) {
    const { prefixItems, items, maxItems } = schema;
    if (!allowsType(schema, "array")) return undefined;
    if (typeof maxItems === "number" && (index < 0 ? -index : index + 1) > maxItems) return undefined;
    const first: readonly unknown[] = Array.isArray(prefixItems) ? prefixItems : [];
    if (index < 0 && first.length > 0) continue;
    const element = index >= 0 && index < first.length ? first[index] : items;
    if (element === false) return undefined;
    if (element !== undefined) schemas.push(element);
  }
  return schemas;
}

function allowsType({ type, const: only, enum: choices }: JsonSchema, wanted: "object" | "array"): boolean {
  if (Array.isArray(type)) return type.includes(wanted);
  if (type !== undefined) return type === wanted;
  const isWanted = wanted === "array" ? Array.isArray : isRecord;
  if (only !== undefined) return isWanted(only);
  return Array.isArray(choices) ? choices.some((choice) => isWanted(choice)) : true;
}

function describe(shapes: readonly Shape[]): { readonly keys: readonly string[]; readonly types: readonly string[] } {
  const schemas = shapes.flat();
  const keys = schemas.flatMap(({ properties }) => (isRecord(properties) ? Object.keys(properties) : []));
  const types = schemas
    .flatMap(({ type }) => (Array.isArray(type) ? type : [type]))
    .filter((type) => typeof type === "string");
  return { keys: [...new Set(keys)], types: [...new Set(types)] };
}
