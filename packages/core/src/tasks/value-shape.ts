import { isTable } from "#contracts/table.ts";

/**
 * How a value can be kept: `json` as JSON text; `rich` when something within would not survive that (dates, maps, big
 * integers, binary data, undefined, NaN, cycles); `table` when a table stands in it.
 */
export type ValueShape = "json" | "rich" | "table";

const maxDepth = 500;

export function shapeOf(value: unknown, depth = 0): ValueShape {
  switch (typeof value) {
    case "string":
    case "boolean":
      return "json";
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0) ? "json" : "rich";
    case "object":
      return value === null ? "json" : shapeOfObject(value, depth + 1);
    default:
      return "rich";
  }
}

function shapeOfObject(value: object, depth: number): ValueShape {
  if (isTable(value)) return "table";
  // Deeper than that it is a cycle, or too much for JSON.
  if (depth > maxDepth) return "rich";
  if (!Array.isArray(value) && isBuiltIn(value)) return "rich";
  let shape: ValueShape = "json";
  const items: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  for (const item of items) {
    const inner = shapeOf(item, depth);
    if (inner === "table") return inner;
    if (inner === "rich") shape = inner;
  }
  return shape;
}

/** Instances of other classes are told as JSON tells them: that is how they would leave the process, too. */
function isBuiltIn(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return false;
  return (
    value instanceof Date ||
    value instanceof Map ||
    value instanceof Set ||
    value instanceof RegExp ||
    value instanceof Error ||
    value instanceof ArrayBuffer ||
    ArrayBuffer.isView(value)
  );
}
