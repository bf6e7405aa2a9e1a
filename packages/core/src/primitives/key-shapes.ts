import { ByteWriter } from "./byte-writer.ts";

/** What is known of all objects with the same keys in the same order. */
export type KeyShape = {
  readonly keys: readonly string[];
  readonly sorted: readonly string[];
  /** The sorted keys as they are written. */
  readonly header: Uint8Array;
};

export type WriteKeys = (writer: ByteWriter, sorted: readonly string[]) => void;

const slotCount = 256;
const maxKeys = 512;
const maxCharacters = 8_192;

/**
 * Remembers the shapes of objects, so that the keys of a list's records are sorted and written once. A shape that
 * falls into a taken slot takes it over, which bounds the memory.
 */
export class KeyShapes {
  readonly #writeKeys: WriteKeys;
  readonly #slots: (KeyShape | undefined)[] = new Array<KeyShape | undefined>(slotCount).fill(undefined);

  constructor(writeKeys: WriteKeys) {
    this.#writeKeys = writeKeys;
  }

  of(keys: readonly string[]): KeyShape {
    const slot = slotOf(keys);
    const known = this.#slots[slot];
    if (known !== undefined && haveSameItems(known.keys, keys)) return known;
    const sorted = keys.toSorted();
    const writer = new ByteWriter();
    this.#writeKeys(writer, sorted);
    const shape = { keys, sorted, header: writer.written() };
    if (isWorthKeeping(keys)) this.#slots[slot] = { ...shape, header: shape.header.slice() };
    return shape;
  }
}

function isWorthKeeping(keys: readonly string[]): boolean {
  if (keys.length > maxKeys) return false;
  let characters = 0;
  for (const key of keys) characters += key.length;
  return characters <= maxCharacters;
}

function slotOf(keys: readonly string[]): number {
  const { length } = keys;
  const first = keys[0]?.length ?? 0;
  const middle = keys[length >> 1]?.length ?? 0;
  const last = keys[length - 1]?.length ?? 0;
  return (length * 31 + first * 7 + middle + last * 3) % slotCount;
}

function haveSameItems(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index += 1) if (left[index] !== right[index]) return false;
  return true;
}
