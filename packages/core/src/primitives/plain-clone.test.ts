import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tableMark } from "#contracts/table.ts";
import { byteSize } from "./byte-size.ts";
import { immutableMark } from "./immutable-handle.ts";
import { cloneResult, UncloneableError } from "./plain-clone.ts";

describe("cloneResult", () => {
  it("[CACHE-6] copies data of every kind and shares none of it", () => {
    const inner = { deep: true };
    const values = {
      date: new Date(5),
      map: new Map<unknown, unknown>([[inner, [inner]]]),
      set: new Set([inner]),
      regexp: Object.assign(/a+/giu, { lastIndex: 3 }),
      url: new URL("http://host/path?q=1"),
      buffer: Buffer.from("abc"),
      view: new DataView(new Uint8Array([1, 2, 3, 4]).buffer, 1, 2),
      bytes: new Uint8Array([1, 2, 3, 4]).subarray(1, 3),
      doubles: new Float64Array([Number.NaN, -0]),
      arrayBuffer: new Uint8Array([1, 2]).buffer,
      error: new RangeError("far", { cause: inner }),
      sparse: Object.assign(new Array<number>(3), { 0: 1, 2: 3 }),
      list: [inner, [inner]],
      odd: JSON.parse('{"__proto__":{"a":1},"constructor":{"b":2}}'),
      bare: Object.assign(Object.create(null), { a: { b: 1 } }),
      primitives: [1n, -0, Number.NaN, undefined, null, "", Symbol.for("s")],
    };
    const copies = cloneResult(values);
    expect(isDeepStrictEqual(copies, values)).toBe(true);
    for (const [name, copy] of Object.entries(copies))
      expect(copy).not.toBe(Object.getOwnPropertyDescriptor(values, name)?.value);
    expect(Object.getPrototypeOf(copies.odd)).toBe(Object.prototype);
    expect(copies.odd.__proto__).toEqual({ a: 1 });
    expect(copies.odd.__proto__).not.toBe(values.odd.__proto__);
    expect(Object.getPrototypeOf(copies.bare)).toBe(null);
    expect(1 in copies.sparse).toBe(false);
    expect(copies.bytes.buffer.byteLength).toBe(2);
    expect(Buffer.isBuffer(copies.buffer)).toBe(true);
    expect(copies.regexp.lastIndex).toBe(3);
    expect(copies.error.cause).not.toBe(inner);
    expect([...copies.map.keys(), ...copies.set, ...copies.list]).not.toContain(inner);
  });

  it("[CACHE-6] gives a copy that may be changed, also of frozen data", () => {
    const frozen = Object.freeze({ list: Object.freeze([1]) });
    const copy: { list: readonly number[] } = cloneResult(frozen);
    expect(Object.isFrozen(copy)).toBe(false);
    expect(Object.isFrozen(copy.list)).toBe(false);
  });

  it("[CACHE-6] shares tables and marked objects, wherever they stand", () => {
    class Handle {
      readonly [immutableMark] = true;
      readonly call = () => 1;
    }
    const table = Object.freeze({ [tableMark]: true, rows: 2 });
    const handle = new Handle();
    const copy = cloneResult({ df: table, list: [handle], map: new Map([[table, handle]]) });
    expect(copy.df).toBe(table);
    expect(copy.list[0]).toBe(handle);
    expect(copy.map.get(table)).toBe(handle);
  });

  it("equals any JSON value without sharing a part of it", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const copy = cloneResult(value);
        expect(copy).toStrictEqual(value);
        const originals = objectsIn(value);
        for (const object of objectsIn(copy)) expect(originals.has(object)).toBe(false);
      }),
    );
  });

  it("keeps cycles, and what is held many times over, in proportion", () => {
    const cycle: { self?: unknown; list: unknown[] } = { list: [] };
    cycle.self = cycle;
    cycle.list.push(new Map([["back", cycle]]));
    const copy = cloneResult(cycle);
    expect(copy).not.toBe(cycle);
    expect(copy.self).toBe(copy);
    expect(copy.list[0]).toEqual(new Map([["back", copy]]));

    let wide: unknown = [1];
    for (let level = 0; level < 60; level += 1) wide = [wide, wide];
    expect(byteSize(cloneResult(wide))).toBeLessThan(10_000);
  });

  it("copies large and deep data", () => {
    const records = Array.from({ length: 5_000 }, (_, id) => ({ id, tags: ["a", "b"], place: { city: `c${id}` } }));
    expect(cloneResult(records)).toEqual(records);
    expect(cloneResult(records)[17]?.place).not.toBe(records[17]?.place);
    expect(cloneResult(nested(900))).toEqual(nested(900));
  });

  it("refuses functions, instances of unknown classes, symbol names and endless depth, and says what it met", () => {
    class Own {
      readonly field = 1;
    }
    const refused = (value: unknown) => {
      expect(() => cloneResult(value)).toThrow(UncloneableError);
      expect(() => cloneResult({ list: [value] })).toThrow(UncloneableError);
    };
    refused(() => 1);
    refused(new Own());
    refused({ [Symbol("name")]: 1 });
    refused(new (class extends Map {})());
    refused(Promise.resolve());
    refused(Object.create({ inherited: 1 }));
    refused(new Error("with a function", { cause: () => 1 }));
    refused(nested(2_000));
    expect(() => cloneResult([new Own()])).toThrow("received an instance of Own");
    expect(() => cloneResult({ a: () => 1 })).toThrow("received a function");
  });
});

describe("byteSize", () => {
  it("grows with the value and counts text by its UTF-8 length", () => {
    expect(byteSize("x".repeat(1_000)) - byteSize("")).toBe(1_000);
    expect(byteSize("é".repeat(1_000)) - byteSize("")).toBe(2_000);
    expect(byteSize(Array.from({ length: 100 }, () => 1)) - byteSize([])).toBe(800);
    expect(byteSize({ ["k".repeat(500)]: null }) - byteSize({})).toBeGreaterThanOrEqual(500);
    expect(byteSize(new Uint8Array(1_000))).toBeGreaterThanOrEqual(1_000);
    expect(byteSize(new Map([["a", "x".repeat(1_000)]]))).toBeGreaterThan(1_000);
    expect(byteSize(new Set(["x".repeat(1_000)]))).toBeGreaterThan(1_000);
    expect(byteSize(10n ** 1_000n)).toBeGreaterThan(400);
    expect(byteSize(new Error("x".repeat(1_000)))).toBeGreaterThan(1_000);
  });

  it("counts what stands in a value twice once, and ends on cycles", () => {
    const part = ["x".repeat(1_000)];
    expect(byteSize([part, part])).toBeLessThan(1_500);
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(byteSize(cycle)).toBeLessThan(100);
  });

  it("counts a table with 8 bytes a cell", () => {
    expect(byteSize([{ [tableMark]: true, rows: 1_000, columns: 5 }])).toBeGreaterThan(40_000);
  });
});

function objectsIn(value: unknown, found: Set<object> = new Set()): Set<object> {
  if (typeof value !== "object" || value === null) return found;
  found.add(value);
  for (const part of Object.values(value)) objectsIn(part, found);
  return found;
}

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = { value };
  return value;
}
