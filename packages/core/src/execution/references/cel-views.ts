import { isHiddenName, isList, readOwn, visibleKeys } from "./own-data.ts";

/** Counts what is read out of data, so that a condition that reads too much is noticed. */
export type Meter = { left: number };

/** A list that is made element by element, as asked for. */
export type ListSource = { readonly length: number; at(index: number): unknown };

/** A map that is made value by value, as asked for; undefined where there is none. */
export type RecordSource = { keys(): readonly string[]; get(key: string): unknown };

const charactersPerUnit = 64;

/** A value as conditions see it: only own data, every number a double, nothing copied. */
export function viewOf(value: unknown, meter: Meter): unknown {
  switch (typeof value) {
    case "string":
      spend(meter, value.length / charactersPerUnit);
      return value;
    case "bigint":
      return Number(value);
    case "object":
      return value === null ? null : viewOfObject(value, meter);
    case "function":
    case "symbol":
      return undefined;
    default:
      return value;
  }
}

function viewOfObject(value: object, meter: Meter): unknown {
  if (value instanceof Date) return new Date(Date.prototype.getTime.call(value));
  if (value instanceof Uint8Array) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (isList(value)) {
    return createListView({ length: value.length, at: (index) => viewOf(readOwn(value, index), meter) ?? null }, meter);
  }
  const get = (key: string) => (isHiddenName(key) ? undefined : viewOf(readOwn(value, key), meter));
  return createRecordView({ keys: () => visibleKeys(value), get }, meter);
}

/**
 * An array in the library's eyes. It says to be none to `instanceof`, which keeps the library from looking into first
 * elements to tell a list's type: lists of data hold anything.
 */
export function createListView(source: ListSource, meter: Meter): readonly unknown[] {
  return new Proxy<unknown[]>([], {
    getPrototypeOf: () => null,
    get(target, key) {
      if (key === "length") return source.length;
      if (key === "values") return noValues;
      if (typeof key !== "string" || !isIndex(key)) return Reflect.get(target, key);
      spend(meter, 1);
      const index = Number(key);
      return index < source.length ? source.at(index) : undefined;
    },
  });
}

export function createRecordView(source: RecordSource, meter: Meter): ReadonlyMap<string, unknown> {
  return new RecordView(source, meter);
}

/**
 * A map in the library's eyes, which takes instances of `Map` whose constructor is `Map` itself. It has no `entries`:
 * the library looks into the first one to tell a map's type, and maps of data hold anything.
 */
class RecordView extends Map<string, unknown> {
  static {
    Object.defineProperty(RecordView.prototype, "constructor", { value: Map });
  }

  readonly #source: RecordSource;
  readonly #meter: Meter;

  constructor(source: RecordSource, meter: Meter) {
    super();
    this.#source = source;
    this.#meter = meter;
  }

  override get(key: unknown): unknown {
    spend(this.#meter, 1);
    return this.#source.get(String(key));
  }

  override has(key: unknown): boolean {
    return this.get(key) !== undefined;
  }

  override get size(): number {
    return this.#keys().length;
  }

  override keys(): MapIterator<string> {
    return this.#keys().values();
  }

  override entries(): MapIterator<[string, unknown]> {
    const none: [string, unknown][] = [];
    return none.values();
  }

  override *[Symbol.iterator](): MapIterator<[string, unknown]> {
    for (const key of this.#keys()) yield [key, this.get(key)];
  }

  #keys(): readonly string[] {
    const keys = this.#source.keys();
    spend(this.#meter, keys.length);
    return keys;
  }
}

function spend(meter: Meter, units: number): void {
  meter.left -= units;
  if (meter.left < 0) throw new RangeError("it reads too much");
}

function isIndex(key: string): boolean {
  const code = key.charCodeAt(0);
  return code >= 0x30 && code <= 0x39 && Number.isInteger(Number(key));
}

function noValues(): Iterator<unknown> {
  return [][Symbol.iterator]();
}
