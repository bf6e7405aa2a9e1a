import { isTypedArray } from "node:util/types";

/** A large value that is kept as a file. */
export type KeptValue = ValuePreview & {
  /** The artifact's id. */
  readonly id: string;
  /** How the file holds it; `ndjson` is a list, one element a line. */
  readonly as: "json" | "ndjson" | "text" | "v8";
  readonly bytes: number;
  readonly media_type: string;
};

/** What is shown of a value in its place. */
export type ValuePreview = {
  readonly kind: "list" | "object" | "text" | "data";
  /** Elements, keys or characters. */
  readonly size: number | null;
  readonly preview: unknown;
};

/** What stands in place of a large value where one is shown: pages of it can be read. */
export type ValueHandle = ValuePreview & {
  readonly $artifact: string;
  readonly bytes: number;
  readonly media_type: string;
};

const previewCharacters = 500;
const previewElements = 3;
const previewKeys = 50;

/** `Array.isArray` says that anything may stand in a list; this says that nobody knows. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

export function previewOf(value: unknown): ValuePreview {
  if (typeof value === "string") {
    return { kind: "text", size: value.length, preview: value.slice(0, previewCharacters).toWellFormed() };
  }
  if (isList(value)) return { kind: "list", size: value.length, preview: previewOfList(value) };
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) {
    return { kind: "data", size: null, preview: null };
  }
  const keys = Object.keys(value);
  return { kind: "object", size: keys.length, preview: keys.slice(0, previewKeys) };
}

/** The first elements, as far as they are short. */
function previewOfList(list: readonly unknown[]): unknown {
  const first = list.slice(0, previewElements).map((item) => toShown(item));
  return JSON.stringify(first).length <= previewCharacters * 4 ? first : null;
}

export function toHandle({ id, bytes, media_type, kind, size, preview }: KeptValue): ValueHandle {
  return { $artifact: id, kind, size, bytes, media_type, preview };
}

/** A value as JSON can show it: maps become objects, sets lists, big integers text, binary data its length. */
export function toShown(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value, showPart) ?? "null");
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return "(a value that contains itself)";
    // A `toJSON` or a getter of the value's own: whatever it throws, the value is only to be shown.
    return "(a value that cannot be told as JSON)";
  }
}

function showPart(_key: string, part: unknown): unknown {
  if (typeof part === "bigint") return part.toString();
  if (part instanceof Map) return Object.fromEntries(Array.from(part, ([key, item]) => [String(key), item]));
  if (part instanceof Set) return [...part];
  if (part instanceof Error) return { name: part.name, message: part.message };
  if (part instanceof RegExp) return String(part);
  if (part instanceof ArrayBuffer || ArrayBuffer.isView(part)) return showBytes(part);
  return part;
}

function showBytes(part: ArrayBuffer | ArrayBufferView): unknown {
  // JSON asks a Buffer for its own form before anybody else is asked.
  return isTypedArray(part) ? [...part] : { bytes: part.byteLength };
}
