import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isTable } from "#contracts/table.ts";
import { createTable } from "./memory-table.ts";

const sales = [
  { day: "2026-01-01", item: "tea", price: 2.5, sold: 3, open: true },
  { day: "2026-01-02", item: "jam", price: null, sold: 4, open: false },
];

describe("createTable", () => {
  it("[TOOL-4] shows counts, schema and the first records as own properties", () => {
    const table = createTable(sales);
    expect(Object.keys(table)).toEqual(["rows", "columns", "schema", "data", "truncated"]);
    expect(table).toMatchObject({ rows: 2, columns: 5, truncated: false, data: sales });
    expect(table.schema).toEqual([
      { name: "day", type: "date" },
      { name: "item", type: "string" },
      { name: "price", type: "number" },
      { name: "sold", type: "integer" },
      { name: "open", type: "boolean" },
    ]);
    expect(isTable(table)).toBe(true);
    expect(isTable({ ...table })).toBe(false);
  });

  it("[TOOL-4] shows 100 records of a longer table and says that it is cut", () => {
    const table = createTable({ columns: { n: Float64Array.from({ length: 250 }, (_, i) => i) } });
    expect(table.data).toHaveLength(100);
    expect(JSON.parse(JSON.stringify(table))).toMatchObject({
      rows: 250,
      columns: 1,
      schema: [{ name: "n", type: "integer" }],
      truncated: true,
      artifact: null,
    });
  });

  it("[TOOL-4] turns values to JSON: no NaN or Infinity, ISO dates, text beyond 2^53", () => {
    const row = {
      a: Number.NaN,
      b: Infinity,
      c: new Date(0),
      d: 2n ** 60n,
      e: 7n,
      f: { x: Number.NaN, y: 1n },
      g: undefined,
    };
    const table = createTable([row]);
    expect(table.data[0]).toEqual({
      a: null,
      b: null,
      c: "1970-01-01T00:00:00.000Z",
      d: "1152921504606846976",
      e: 7,
      f: { x: null, y: 1 },
      g: null,
    });
  });

  it("is independent of its source and cannot be changed", () => {
    const record = { a: 1, nested: { list: [1] } };
    const table = createTable([record]);
    record.a = 2;
    record.nested.list.push(2);
    expect(table.data).toEqual([{ a: 1, nested: { list: [1] } }]);
    expect(() => Object.assign(table.data[0] ?? {}, { a: 3 })).toThrow(TypeError);
    expect(() => Object.assign(table, { rows: 3 })).toThrow(TypeError);
    expect(Object.isFrozen(table.data[0]?.nested)).toBe(true);
  });

  it("fills what a record lacks with null and keeps the order in which columns appear", async () => {
    const table = createTable([{ a: 1 }, { b: "x" }]);
    expect(await table.records()).toEqual([
      { a: 1, b: null },
      { a: null, b: "x" },
    ]);
  });

  it("keeps odd column names as data", async () => {
    const table = createTable([JSON.parse('{"__proto__": 1, "constructor": 2, "": 3}')]);
    expect(Object.entries(table.data[0] ?? {})).toEqual([
      ["__proto__", 1],
      ["constructor", 2],
      ["", 3],
    ]);
    expect(await table.column("__proto__")).toEqual(Float64Array.of(1));
  });

  it("takes mixed scalars as text and dates only when every one is of the calendar", () => {
    const types = (...values: unknown[]) => createTable({ columns: { v: values } }).schema[0]?.type;
    expect(types(1, "x")).toBe("string");
    expect(createTable({ columns: { v: [1, "x", null] } }).data).toEqual([{ v: "1" }, { v: "x" }, { v: null }]);
    expect(types(1, 2.5)).toBe("number");
    expect(types(1, [2])).toBe("other");
    expect(types(2n ** 60n, 5)).toBe("integer");
    expect(types("1152921504606846976", 5)).toBe("string");
    expect(types("2026-02-28", null)).toBe("date");
    expect(types("2026-02-30")).toBe("string");
    expect(types("2026-02-28", "soon")).toBe("string");
    expect(types("2026-02-28T10:00:00Z")).toBe("datetime");
    expect(types("2026-02-28 10:00")).toBe("datetime");
    expect(types("00123")).toBe("string");
    expect(types(null)).toBe("string");
    expect(types()).toBe("string");
  });

  it("takes a told type where the values allow it", () => {
    const schema = [{ name: "v", type: "string" as const }];
    expect(createTable([{ v: "2026-01-01" }], { schema }).schema).toEqual(schema);
    expect(createTable([{ v: 1 }, { v: { x: 1 } }], { schema }).schema).toEqual([{ name: "v", type: "other" }]);
    expect(createTable([], { schema })).toMatchObject({ rows: 0, columns: 1, schema });
  });

  it("reads a column: numbers and moments as doubles, all else as a list", async () => {
    const table = createTable([
      { n: 1, d: "1970-01-02", m: "1970-01-01 00:00:01", s: "x", o: [1] },
      { n: null, d: null, m: "1970-01-01T02:00:00+02:00", s: null, o: null },
    ]);
    expect(await table.column("n")).toEqual(Float64Array.of(1, Number.NaN));
    expect(await table.column("d")).toEqual(Float64Array.of(86_400_000, Number.NaN));
    expect(await table.column("m")).toEqual(Float64Array.of(1000, 0));
    expect(await table.column("s")).toEqual(["x", null]);
    expect(await table.column("o")).toEqual(["[1]", null]);
  });

  it("names the known columns when there is none of that name", async () => {
    await expect(createTable(sales).column("prise")).rejects.toMatchObject({
      code: "E001",
      message: 'Unknown column "prise", did you mean "price"? (columns are day, item, price, sold, open)',
    });
    await expect(createTable([]).records({ columns: ["a"] })).rejects.toThrow("the table has none");
  });

  it("refuses columns of unequal length and values that are no data", () => {
    expect(() => createTable({ columns: { a: [1], b: [1, 2] } })).toThrow(/equal length, received a 1, b 2/);
    const loop: { self?: object } = {};
    loop.self = loop;
    expect(() => createTable([loop])).toThrow(/expected JSON data/);
  });

  it("pages through records as slice does", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ a: fc.integer(), b: fc.string() })),
        fc.nat(60),
        fc.nat(60),
        async (records, offset, limit) => {
          const page = await createTable(records).records({ offset, limit, columns: ["b"].slice(0, records.length) });
          expect(page).toEqual(records.slice(offset, offset + limit).map(({ b }) => ({ b })));
        },
      ),
    );
  });
});
