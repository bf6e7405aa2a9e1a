import { hash } from "node:crypto";
import { ByteWriter } from "./byte-writer.ts";
import { identityKey, isImmutableHandle } from "./immutable-handle.ts";
import { KeyShapes } from "./key-shapes.ts";
import { isPlainArray, isPlainObject, isPlainTypedArray, type PlainObject } from "./plain-data.ts";

const maxDepth = 64;

/** What follows each: nothing, or a length and that much, so that no two values are written alike. */
const Tag = {
  NULL: 0,
  UNDEFINED: 1,
  FALSE: 2,
  TRUE: 3,
  NUMBER: 4,
  NAN: 5,
  BIGINT: 6,
  TEXT: 7,
  WIDE_TEXT: 8,
  ARRAY: 9,
  HOLE: 10,
  OBJECT: 11,
  MAP: 12,
  SET: 13,
  DATE: 14,
  REGEXP: 15,
  URL: 16,
  BINARY: 17,
  HANDLE: 18,
} as const;

const unkeyable = new TypeError("Expected data of which a key can be made");

const shapes = new KeyShapes(writeKeys);

let spareWriter: ByteWriter | undefined;

/**
 * A key that two lists of values share only when they are equal: a hash (SHA-256, hex) of an encoding in which the order of an
 * object's keys does not count and all else does, `1` and `"1"`, `-0` and `0`, a hole and `undefined`, a date and its
 * text. The order within maps and sets counts. An object without a prototype counts as a plain one. Immutable handles
 * are told apart by identity. Properties hung on arrays, dates and other built-in objects are not looked at.
 *
 * Undefined when no key can be made: functions, symbols (also as property names), instances of other classes, cycles
 * or more than 64 levels, more than 16 MiB, a getter that throws. What has no key is not cached.
 */
export function canonicalKey(...values: readonly unknown[]): string | undefined {
  // A getter within the value may ask for a key itself, hence the writer is taken away while it is in use.
  const writer = spareWriter ?? new ByteWriter();
  spareWriter = undefined;
  try {
    for (const value of values) write(writer, value, 0);
    return hash("sha256", writer.written());
  } catch {
    // Whatever the reason, there is no key. A getter that throws does so again for the operation, which reports it.
    return undefined;
  } finally {
    writer.clear();
    spareWriter = writer;
  }
}

function write(writer: ByteWriter, value: unknown, depth: number): void {
  if (typeof value === "string") writer.text(Tag.TEXT, Tag.WIDE_TEXT, value);
  else if (typeof value === "number") {
    if (Number.isNaN(value)) writer.tag(Tag.NAN);
    else writer.double(Tag.NUMBER, value);
  } else if (typeof value === "object") {
    if (value === null) writer.tag(Tag.NULL);
    else writeObject(writer, value, depth + 1);
  } else if (value === undefined) writer.tag(Tag.UNDEFINED);
  else if (typeof value === "boolean") writer.tag(value ? Tag.TRUE : Tag.FALSE);
  else if (typeof value === "bigint") writer.text(Tag.BIGINT, Tag.BIGINT, value.toString(16));
  else throw unkeyable;
}

function writeObject(writer: ByteWriter, value: object, depth: number): void {
  if (depth > maxDepth) throw unkeyable;
  if (isPlainObject(value)) {
    if (Object.getOwnPropertySymbols(value).length === 0) writeFields(writer, value, depth);
    else writeHandle(writer, value);
  } else if (isPlainArray(value)) writeArray(writer, value, depth);
  else if (!writeBuiltIn(writer, value, depth)) writeHandle(writer, value);
}

function writeFields(writer: ByteWriter, value: PlainObject, depth: number): void {
  const { sorted, header } = shapes.of(Object.keys(value));
  writer.bytes(header);
  for (const key of sorted) write(writer, value[key], depth);
}

function writeKeys(writer: ByteWriter, sorted: readonly string[]): void {
  writer.count(Tag.OBJECT, sorted.length);
  for (const key of sorted) writer.text(Tag.TEXT, Tag.WIDE_TEXT, key);
}

function writeArray(writer: ByteWriter, array: readonly unknown[], depth: number): void {
  writer.count(Tag.ARRAY, array.length);
  for (let index = 0; index < array.length; index += 1) {
    const element = array[index];
    if (element === undefined && !(index in array)) writer.tag(Tag.HOLE);
    else write(writer, element, depth);
  }
}

function writeBuiltIn(writer: ByteWriter, value: object, depth: number): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Date.prototype && value instanceof Date) {
    writer.tag(Tag.DATE);
    write(writer, value.getTime(), depth);
  } else if (prototype === Map.prototype && value instanceof Map) {
    writer.count(Tag.MAP, value.size);
    for (const [key, entry] of value) {
      write(writer, key, depth);
      write(writer, entry, depth);
    }
  } else if (prototype === Set.prototype && value instanceof Set) {
    writer.count(Tag.SET, value.size);
    for (const item of value) write(writer, item, depth);
  } else if (prototype === RegExp.prototype && value instanceof RegExp) {
    writer.tag(Tag.REGEXP);
    write(writer, value.source, depth);
    write(writer, value.flags, depth);
    write(writer, value.lastIndex, depth);
  } else if (prototype === URL.prototype && value instanceof URL) {
    writer.tag(Tag.URL);
    write(writer, value.href, depth);
  } else if (isPlainTypedArray(value)) writeBytes(writer, Object.prototype.toString.call(value), value);
  else if (prototype === Buffer.prototype && Buffer.isBuffer(value)) writeBytes(writer, "Buffer", value);
  else if (prototype === DataView.prototype && value instanceof DataView) writeBytes(writer, "DataView", value);
  else if (prototype === ArrayBuffer.prototype && value instanceof ArrayBuffer) {
    writeBytes(writer, "ArrayBuffer", new Uint8Array(value));
  } else return false;
  return true;
}

function writeBytes(writer: ByteWriter, kind: string, view: ArrayBufferView): void {
  writer.count(Tag.BINARY, view.byteLength);
  writer.text(Tag.TEXT, Tag.WIDE_TEXT, kind);
  writer.bytes(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
}

function writeHandle(writer: ByteWriter, value: object): void {
  if (!isImmutableHandle(value)) throw unkeyable;
  writer.text(Tag.HANDLE, Tag.HANDLE, identityKey(value));
}
