import { types } from "node:util";
import type { Leaf } from "./replace-leaves.ts";

/**
 * Why structured cloning would refuse a value, or undefined where it would not. Told beforehand, since afterwards it
 * could not be said which part of a large value was to blame.
 */
export function cloneProblem(leaf: Leaf): string | undefined {
  if (typeof leaf === "function") return "is a function";
  if (typeof leaf === "symbol") return "is a symbol";
  if (types.isArrayBuffer(leaf)) return leaf.detached ? "is a buffer that was given away already" : undefined;
  if (ArrayBuffer.isView(leaf)) return cloneProblem(leaf.buffer);
  if (isKnownCloneable(leaf)) return undefined;
  try {
    structuredClone(leaf);
    return undefined;
  } catch (error) {
    return `cannot be copied (${error instanceof Error ? error.message : String(error)})`;
  }
}

/** Kinds that need no trial. What maps and sets hold is not looked at: it may be large. */
function isKnownCloneable(leaf: object): boolean {
  return (
    types.isDate(leaf) ||
    types.isMap(leaf) ||
    types.isSet(leaf) ||
    types.isSharedArrayBuffer(leaf) ||
    types.isRegExp(leaf) ||
    types.isNativeError(leaf)
  );
}
