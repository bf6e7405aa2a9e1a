import { isArtifactHandle } from "@aiecs/core/toolkit";

const maxDepth = 64;
const mostObjects = 100_000;

const typedArray: unknown = Object.getPrototypeOf(Uint8Array.prototype);

/**
 * Whether another process gets the same value back: plain data, dates, maps, sets, regular expressions and binary data.
 * Not so for tables, artifacts (their files may lie on one machine alone), instances of classes, functions, symbols,
 * objects without a prototype, cycles, and what is too deep or too large to look through.
 */
export function isShareable(value: unknown): boolean {
  const progress = { objects: 0 };
  return value !== undefined && isFaithful(value, progress, 0);
}

function isFaithful(value: unknown, progress: { objects: number }, depth: number): boolean {
  if (typeof value === "function" || typeof value === "symbol") return false;
  if (typeof value !== "object" || value === null) return true;
  progress.objects += 1;
  if (depth >= maxDepth || progress.objects > mostObjects) return false;
  const within = (inner: unknown): boolean => isFaithful(inner, progress, depth + 1);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Array.prototype && Array.isArray(value)) return value.every(within);
  if (prototype === Object.prototype) return areFieldsFaithful(value, within);
  if (prototype === Map.prototype && value instanceof Map) {
    return [...value].every(([key, entry]) => within(key) && within(entry));
  }
  if (prototype === Set.prototype && value instanceof Set) return [...value].every(within);
  return isLeaf(value, prototype);
}

function areFieldsFaithful(value: object, within: (inner: unknown) => boolean): boolean {
  if (Object.getOwnPropertySymbols(value).length > 0 || isArtifactHandle(value)) return false;
  return Object.values(value).every(within);
}

function isLeaf(value: object, prototype: unknown): boolean {
  if (prototype === Date.prototype || prototype === ArrayBuffer.prototype || prototype === DataView.prototype)
    return true;
  // Where the next match begins does not travel.
  if (prototype === RegExp.prototype) return value instanceof RegExp && value.lastIndex === 0;
  if (prototype === Buffer.prototype) return true;
  return ArrayBuffer.isView(value) && Object.getPrototypeOf(prototype) === typedArray;
}
