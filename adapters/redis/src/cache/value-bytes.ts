import { deserialize, serialize } from "node:v8";
import { isShareable } from "./is-shareable.ts";

/** What our bytes begin with; another way to write values down gets another number. */
const mark = Buffer.from([0xae, 0x01]);

/** A value as bytes; undefined when another process would not get the same back, or they are more than `maxBytes`. */
export function toBytes(value: unknown, maxBytes: number): Buffer | undefined {
  if (!isShareable(value)) return undefined;
  const bytes = serialize(value);
  return bytes.byteLength > maxBytes ? undefined : Buffer.concat([mark, bytes]);
}

/** @throws Error when the bytes are broken, or somebody else's */
export function fromBytes(bytes: Buffer): unknown {
  if (!bytes.subarray(0, mark.length).equals(mark)) throw new Error("Expected a value written by AIECS");
  return deserialize(bytes.subarray(mark.length));
}
