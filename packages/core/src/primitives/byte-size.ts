import { isImmutableHandle } from "./immutable-handle.ts";
import { isPlainObject } from "./plain-data.ts";

const primitiveBytes = 8;
const objectBytes = 32;
const textBytes = 16;

/**
 * About how much memory a value holds. Text counts with its UTF-8 length; what stands in it twice counts once; a table
 * counts with 8 bytes a cell, since a cache that shares it keeps it alive.
 */
export function byteSize(value: unknown): number {
  return sizeOf(value, new Set());
}

function sizeOf(value: unknown, seen: Set<object>): number {
  if (typeof value === "string") return textBytes + Buffer.byteLength(value);
  if (typeof value === "bigint") return textBytes + value.toString(16).length;
  if (typeof value !== "object" || value === null) return primitiveBytes;
  if (seen.has(value)) return primitiveBytes;
  seen.add(value);
  return objectBytes + contentSize(value, seen);
}

function contentSize(value: object, seen: Set<object>): number {
  let bytes = 0;
  if (isImmutableHandle(value)) return tableSize(value);
  if (Array.isArray(value)) for (const element of value) bytes += sizeOf(element, seen);
  else if (isPlainObject(value)) for (const key of Object.keys(value)) bytes += key.length + sizeOf(value[key], seen);
  else if (value instanceof Map) for (const [key, entry] of value) bytes += sizeOf(key, seen) + sizeOf(entry, seen);
  else if (value instanceof Set) for (const item of value) bytes += sizeOf(item, seen);
  else if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) bytes = value.byteLength;
  else if (value instanceof Error) bytes = sizeOf(value.message, seen) + sizeOf(value.stack, seen);
  return bytes;
}

function tableSize(handle: object): number {
  const rows = "rows" in handle && typeof handle.rows === "number" ? handle.rows : 0;
  const columns = "columns" in handle && typeof handle.columns === "number" ? handle.columns : 0;
  return rows * columns * primitiveBytes;
}
