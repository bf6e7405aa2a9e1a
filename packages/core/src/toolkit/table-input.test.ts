import { describe, expect, it } from "vitest";
import type { Table } from "#contracts/table.ts";
import { createTable } from "./memory-table.ts";
import { findTable, isTableInput, readTable, tableInputError } from "./table-input.ts";

const records = [{ a: 1 }, { a: 2 }];

function contextWith(input: Record<string, unknown> = {}, loaded: unknown = createTable([{ from: "file" }])) {
  const calls: unknown[] = [];
  const call = async (spec: string, params?: object): Promise<unknown> => {
    calls.push([spec, params]);
    return loaded;
  };
  return { input, call, calls };
}

const rowsOf = async (value: unknown, input = {}): Promise<readonly object[]> =>
  (await readTable(value, contextWith(input))).records();

describe("readTable", () => {
  it("[TOOL-3] hands a table on by identity, also from a result that carries it as df", async () => {
    const table = createTable(records);
    expect(await readTable(table, contextWith())).toBe(table);
    expect(await readTable({ score: 1, df: table }, contextWith())).toBe(table);
  });

  it("[TOOL-3] takes a list of records", async () => {
    expect(await rowsOf(records)).toEqual(records);
    expect(await rowsOf([])).toEqual([]);
  });

  it("[TOOL-3] takes the JSON of an earlier table with its types, alone or as df", async () => {
    const table = createTable([{ id: "2026-01-01" }], { schema: [{ name: "id", type: "string" }] });
    const json: unknown = JSON.parse(JSON.stringify(table));
    for (const value of [json, { df: json }]) {
      const read: Table = await readTable(value, contextWith());
      expect(read.schema).toEqual(table.schema);
      expect(await read.records()).toEqual([{ id: "2026-01-01" }]);
    }
  });

  it("refuses the JSON of a table that was cut, rather than work on a part", async () => {
    const cut = JSON.parse(JSON.stringify(createTable({ columns: { n: new Float64Array(101) } })));
    await expect(readTable(cut, contextWith())).rejects.toThrow(/only the first 100 of its 101 rows/);
  });

  it("[TOOL-3] looks for a dataset of the plan's input first, then for a file", async () => {
    expect(await rowsOf("sales", { sales: records })).toEqual(records);
    const context = contextWith({ sales: "data/sales.csv" });
    await readTable("sales", context);
    await readTable("other.csv", context);
    await readTable("toString", context);
    expect(context.calls).toEqual([
      ["pandas_tool.load_table", { df: "data/sales.csv" }],
      ["pandas_tool.load_table", { df: "other.csv" }],
      ["pandas_tool.load_table", { df: "toString" }],
    ]);
    expect(findTable("x.csv", { input: {} })).toEqual({ path: "x.csv" });
  });

  it.each([
    [7, "received a number"],
    [null, "received nothing"],
    ["", "received an empty text"],
    [{ total: 5, by_month: [] }, "received an object with total, by_month"],
    [[1, 2], "received a list whose item 0 is a number"],
    [[{ a: 1 }, [2]], "received a list whose item 1 is a list whose item 0 is a number"],
    [new Map(), "received an empty object"],
  ])("says what it expected and what came: %j", async (value, received) => {
    const promise = readTable(value, contextWith());
    await expect(promise).rejects.toMatchObject({ code: "E001" });
    await expect(promise).rejects.toThrow(/expected a table \(an earlier step's result/);
    await expect(promise).rejects.toThrow(received);
    expect(isTableInput(value)).toBe(false);
  });

  it("names the dataset whose value is no table", async () => {
    await expect(readTable("sales", contextWith({ sales: 3 }))).rejects.toThrow(
      /received a number for the dataset "sales" of the plan's input/,
    );
  });

  it("refuses a loader that returns no table", async () => {
    await expect(readTable("a.csv", contextWith({}, "text"))).rejects.toThrow(/load_table returned a string/);
  });
});

describe("findTable", () => {
  const json = { rows: 3, columns: 1, schema: [{ name: "a", type: "integer" }], data: [{ a: 1 }], truncated: true };
  const artifact = { id: "1".repeat(32), name: "t.parquet", path: "/x", media_type: "", bytes: 1, sha256: "" };

  it("[TOOL-4] takes a table in its JSON form whose rows are kept as an artifact, and the artifact itself", () => {
    const context = contextWith({ sales: { ...json, artifact: artifact.id } });
    const source = { artifact: artifact.id };
    expect(findTable({ ...json, artifact: artifact.id }, context)).toEqual(source);
    expect(findTable({ df: { ...json, artifact: artifact.id } }, context)).toEqual(source);
    expect(findTable("sales", context)).toEqual(source);
    expect(findTable(artifact, context)).toEqual({ artifact });
    expect(() => findTable({ ...json, artifact: null }, context)).toThrow("it holds only the first 1 of its 3 rows");
  });
});

describe("isTableInput", () => {
  it("tells by shape what may stand for a table", () => {
    for (const value of ["sales.csv", records, [], createTable(records), { df: createTable(records) }]) {
      expect(isTableInput(value)).toBe(true);
    }
    expect(tableInputError({ input: 7 })).toMatch(/received a number$/);
  });
});
