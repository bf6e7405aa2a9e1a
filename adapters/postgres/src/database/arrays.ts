import { types } from "pg";

/** Bytes before the elements: one dimension, flags, the type of the elements, how many, and the index of the first. */
const headBytes = 20;
const lengthBytes = 4;
const isNull = -1;

/**
 * Texts as `text[]` in the protocol's binary form, for a parameter: nothing in them is escaped, here or there.
 *
 * @see https://github.com/postgres/postgres/blob/REL_15_STABLE/src/backend/utils/adt/arrayfuncs.c array_recv
 */
export function textArray(texts: readonly (string | null)[]): Buffer {
  let size = headBytes;
  for (const text of texts) size += lengthBytes + (text === null ? 0 : Buffer.byteLength(text));
  const bytes = Buffer.allocUnsafe(size);
  const hasNulls = texts.includes(null);
  let at = 0;
  for (const number of [1, hasNulls ? 1 : 0, types.builtins.TEXT, texts.length, 1]) at = bytes.writeInt32BE(number, at);
  for (const text of texts) {
    const length = text === null ? isNull : bytes.write(text, at + lengthBytes);
    bytes.writeInt32BE(length, at);
    at += lengthBytes + Math.max(0, length);
  }
  return bytes;
}

/** Numbers, or truths, as an array for a parameter. */
export function plainArray(values: readonly (number | boolean | null)[]): string {
  return `{${values.map((value) => value ?? "NULL").join(",")}}`;
}
