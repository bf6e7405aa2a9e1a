import { isEscapedReference, isReferenceText } from "./reference-text.ts";
import { hasTemplate } from "./template.ts";

/** How deep objects and lists may nest, the outermost counted. */
export const maxDepth = 64;

/** How many objects and lists one value may hold, shared ones counted wherever they appear. */
export const maxContainers = 10_000_000;

let containersLeft = 0;

/**
 * Whether `compileValue` has anything to do: references or templates to resolve, an escape to undo, or a value that is
 * cyclic, too deep or too large to refuse. Looks into plain objects and arrays only; allocates nothing.
 */
export function hasReferences(value: unknown): boolean {
  if (typeof value === "string") return isDynamicText(value);
  if (typeof value !== "object" || value === null) return false;
  containersLeft = maxContainers;
  if (Array.isArray(value) || !isPlainObject(value)) return scan(value, 1);
  // Most parameters are flat: one loop sees them, without a call for each.
  let isNested = false;
  for (const key in value) {
    const part = value[key];
    if (typeof part !== "string") isNested ||= typeof part === "object" && part !== null;
    else if (isDynamicText(part)) return true;
  }
  return isNested && scan(value, 1);
}

/** Whether a text is anything else than itself. */
export function isDynamicText(text: string): boolean {
  if (text.charCodeAt(0) === 0x24 && (isReferenceText(text) || isEscapedReference(text))) return true;
  return text.length > 2 && hasTemplate(text);
}

/** Objects whose own properties are what they are: no class instances, no handles. */
export function isPlainObject(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function scan(value: unknown, depth: number): boolean {
  if (typeof value === "string") return isDynamicText(value);
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) {
    if (depth > maxDepth || --containersLeft < 0) return true;
    for (let index = 0; index < value.length; index++) if (scan(value[index], depth + 1)) return true;
    return false;
  }
  if (!isPlainObject(value)) return false;
  if (depth > maxDepth || --containersLeft < 0) return true;
  for (const key in value) if (scan(value[key], depth + 1)) return true;
  return false;
}
