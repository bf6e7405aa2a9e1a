import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tableMark } from "#contracts/table.ts";
import { canonicalKey } from "./canonical-key.ts";
import { immutableMark } from "./immutable-handle.ts";

/** No two of these are equal. */
const groups: readonly (readonly unknown[])[] = [
  [undefined, null, true, false, 0, -0, 1, 1.5, Number.NaN, Infinity, -Infinity, 1n, -1n, 10n, "1", "1n", "true", ""],
  ["null", "undefined", "NaN", "[]", "{}", "\u00e9", "e\u0301", "\ud800", "\udc00", "\ufffd", "\u{1f600}", "\u0000"],
  [
    [],
    [[]],
    [undefined],
    new Array(1),
    new Array(2),
    [null],
    ["1"],
    [1],
    [1, 2],
    [2, 1],
    [[1], 2],
    [[1, 2]],
    ["a", "b"],
  ],
  [{}, { a: undefined }, { a: null }, { a: 1 }, { a: "1" }, { b: 1 }, { a: 1, b: 2 }, { a: { b: 1 } }, { "a,b": 1 }],
  [{ 0: "a" }, ["a"], { length: 0 }, JSON.parse('{"__proto__":{"a":1}}'), JSON.parse('{"__proto__":null}')],
  [new Date(0), new Date(1), new Date(Number.NaN), new Date(0).toISOString(), /a/, /a/g, /b/],
  [new Map(), new Map([["a", 1]]), new Map([[1, "a"]]), new Map([["a", new Map()]]), new Set(), new Set(["a", 1])],
  [new Set([1]), new URL("http://a/"), new URL("http://b/"), "http://a/", Object.assign(/a/g, { lastIndex: 1 })],
  [new Uint8Array([1]), new Int8Array([1]), new Uint8Array([1, 0]), new Uint16Array([1]), Buffer.from([1])],
  [new Uint8Array([1]).buffer, new DataView(new Uint8Array([1]).buffer), new Float64Array([1]), new Float64Array([-0])],
  ["a".repeat(40), "a".repeat(41), "é".repeat(41), `${"a".repeat(40)}\ud800`, `${"a".repeat(40)}\udc00`],
];
const distinct = groups.flat();

describe("canonicalKey", () => {
  it("[CACHE-1] tells all kinds of values apart, alone, in lists and in objects", () => {
    for (const wrap of [(value: unknown) => value, (value: unknown) => [value], (value: unknown) => ({ value })]) {
      const keys = distinct.map((value) => canonicalKey(wrap(value)));
      expect(keys).not.toContain(undefined);
      expect(new Set(keys).size).toBe(distinct.length);
    }
  });

  it("[CACHE-1] gives copies the same key", () => {
    for (const value of distinct) {
      if (value instanceof URL || Buffer.isBuffer(value) || (value instanceof RegExp && value.lastIndex > 0)) continue;
      expect(canonicalKey(structuredClone(value))).toBe(canonicalKey(value));
    }
    expect(canonicalKey(new URL("http://a/"))).toBe(canonicalKey(new URL("http://a")));
    expect(canonicalKey(Buffer.from([1]))).toBe(canonicalKey(Buffer.from([0, 1]).subarray(1)));
  });

  it("[CACHE-1] [REL-2] is equal for two values exactly when they are equal", () => {
    const part = fc.oneof(
      fc.constantFrom("a", "b", "ab", 1, 2, "1", null, undefined, -0, 0, true),
      fc.double(),
      fc.string(),
    );
    const { data } = fc.letrec<{ data: unknown }>((tie) => ({
      data: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        part,
        fc.array(tie("data"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom("a", "b", "c", "__proto__", "ab"), tie("data"), {
          maxKeys: 3,
          noNullPrototype: true,
        }),
        fc.sparseArray(part, { maxLength: 3 }),
        fc.array(part, { maxLength: 1 }).map((items) => new Set(items)),
      ),
    }));
    fc.assert(
      fc.property(data, data, (left, right) => {
        expect(canonicalKey(left) === canonicalKey(right)).toBe(isDeepStrictEqual(left, right));
      }),
      { numRuns: 3_000 },
    );
  });

  it("[CACHE-1] does not mind the order of keys, however many there are and whatever objects came before", () => {
    const name = fc.oneof(fc.string(), fc.integer().map(String), fc.constant("__proto__"));
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 40 }), fc.nat(), (names, seed) => {
        const entries = names.map((key, index): [string, number] => [key, index]);
        const turned = entries.map((_, index): [string, number] => entries[(index + seed) % entries.length] ?? ["", 0]);
        expect(canonicalKey(objectOf(turned))).toBe(canonicalKey(objectOf(entries)));
      }),
    );
    const many = Array.from({ length: 2_000 }, (_, index): [string, number] => [`key ${(index * 7_919) % 2_000}`, 1]);
    expect(canonicalKey(objectOf(many))).toBe(canonicalKey(objectOf(many.toReversed())));
    expect(canonicalKey(objectOf(many))).not.toBe(canonicalKey(objectOf(many.slice(1))));
  });

  it("keeps several values apart from one list of them and from each other's neighbours", () => {
    const keys = [
      canonicalKey("a", "b"),
      canonicalKey("ab"),
      canonicalKey("", "ab"),
      canonicalKey(["a", "b"]),
      canonicalKey(),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("treats an object without a prototype like a plain one", () => {
    expect(canonicalKey(Object.assign(Object.create(null), { a: 1 }))).toBe(canonicalKey({ a: 1 }));
  });

  it("makes no key of functions, symbols, unknown classes, cycles, deep or huge values, or what throws", () => {
    class Own {
      readonly field = 1;
    }
    const cycle: unknown[] = [];
    cycle.push(cycle, cycle);
    const throwing = {
      get field(): string {
        throw new Error("no");
      },
    };
    const values = [
      () => 1,
      Symbol("a"),
      { [Symbol("a")]: 1 },
      new Own(),
      new (class extends Date {})(),
      cycle,
      throwing,
    ];
    const more = [nested(65), new WeakMap(), Promise.resolve(), new Error("e"), "x".repeat(17 * 1_048_576), Object(1)];
    for (const value of [...values, ...more, new (class extends Array {})(), Object.create(Date.prototype)]) {
      expect(canonicalKey(value)).toBeUndefined();
      expect(canonicalKey({ value })).toBeUndefined();
    }
    expect(canonicalKey(nested(64))).toBeTypeOf("string");
  });

  it("gives up soon on a value that holds itself many times over", () => {
    let wide: unknown = [1];
    for (let level = 0; level < 60; level += 1) wide = [wide, wide];
    expect(canonicalKey(wide)).toBeUndefined();
  });

  it("goes by identity for tables and marked objects, at any depth", () => {
    const tables = [
      { [tableMark]: true, rows: 1 },
      { [tableMark]: true, rows: 1 },
      { [immutableMark]: true, rows: 1 },
    ];
    class Handle {
      readonly [immutableMark] = true;
    }
    const handles = [...tables, new Handle(), new Handle()];
    const keys = handles.map((handle) => canonicalKey({ params: [handle] }));
    expect(keys).not.toContain(undefined);
    expect(new Set(keys).size).toBe(handles.length);
    expect(handles.map((handle) => canonicalKey({ params: [handle] }))).toEqual(keys);
  });

  it("is not confused by a getter that makes a key itself", () => {
    const asking = {
      a: "first",
      get b() {
        return canonicalKey({ other: "value" });
      },
    };
    const expected = canonicalKey({ a: "first", b: canonicalKey({ other: "value" }) });
    expect(canonicalKey(asking)).toBe(expected);
  });

  it("makes the same keys after a value that was too large", () => {
    const before = canonicalKey({ a: 1 });
    expect(canonicalKey("x".repeat(15 * 1_048_576))).toBeTypeOf("string");
    expect(canonicalKey("x".repeat(17 * 1_048_576))).toBeUndefined();
    expect(canonicalKey({ a: 1 })).toBe(before);
  });
});

function objectOf(entries: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(entries);
}

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}
