import { describe, expect, it } from "vitest";
import { openDatabase } from "#testing-fixtures/open-database.ts";
import type { Engine } from "./engine.ts";
import type { Projection } from "./sql.ts";

const columns: readonly Projection[] = [
  { name: "a b", type: "BIGINT", expression: "i" },
  {
    name: 'x"y',
    type: "DOUBLE",
    expression: "CASE i WHEN 1 THEN NULL WHEN 2 THEN 'inf' ELSE CAST(i + 0.5 AS DOUBLE) END",
  },
  { name: "day", type: "DATE", expression: "DATE '1969-12-31' + i::INTEGER" },
  { name: "at", type: "TIMESTAMP", expression: "TIMESTAMP '1970-01-01 00:00:00.000123' + to_seconds(i)" },
  { name: "there", type: "TIMESTAMPTZ", expression: "TIMESTAMPTZ '1970-01-01 02:00:00+02'" },
  { name: "yes", type: "BOOLEAN", expression: "i = 1" },
  { name: "text", type: "VARCHAR", expression: "CASE WHEN i <> 1 THEN 't' || i END" },
  { name: "nested", type: "JSON", expression: "to_json({'i': i, 'list': [i]})" },
];

const make = (engine: Engine) =>
  engine.session(undefined, (session) =>
    engine.createTable(session, { columns, from: "FROM (SELECT range AS i FROM range(3))" }),
  );

describe("DuckTable", () => {
  it("[TOOL-4] gives records as JSON", async () => {
    await using database = await openDatabase();
    const table = await make(database.engine);
    expect(await table.records({ limit: 2 })).toEqual([
      {
        "a b": 0,
        'x"y': 0.5,
        day: "1969-12-31",
        at: "1970-01-01T00:00:00.000123",
        there: "1970-01-01T00:00:00Z",
        yes: false,
        text: "t0",
        nested: { i: 0, list: [0] },
      },
      {
        "a b": 1,
        'x"y': null,
        day: "1970-01-01",
        at: "1970-01-01T00:00:01.000123",
        there: "1970-01-01T00:00:00Z",
        yes: true,
        text: null,
        nested: { i: 1, list: [1] },
      },
    ]);
  });

  it("gives pages of chosen columns", async () => {
    await using database = await openDatabase();
    const table = await make(database.engine);
    expect(await table.records({ offset: 1, columns: ["text", "a b"] })).toEqual([
      { text: null, "a b": 1 },
      { text: "t2", "a b": 2 },
    ]);
    expect(await table.records({ offset: 3 })).toEqual([]);
    expect(await table.records({ offset: -5, limit: 1, columns: ["yes"] })).toEqual([{ yes: false }]);
    expect(await table.records({ limit: 0 })).toEqual([]);
  });

  it("gives columns: numbers and moments as doubles, all else as a list", async () => {
    await using database = await openDatabase();
    const table = await make(database.engine);
    expect(await table.column("a b")).toEqual(Float64Array.of(0, 1, 2));
    expect(await table.column('x"y')).toEqual(Float64Array.of(0.5, Number.NaN, Infinity));
    expect(await table.column("day")).toEqual(Float64Array.of(-86_400_000, 0, 86_400_000));
    expect(await table.column("at")).toEqual(Float64Array.of(0.123, 1000.123, 2000.123));
    expect(await table.column("there")).toEqual(Float64Array.of(0, 0, 0));
    expect(await table.column("yes")).toEqual([false, true, false]);
    expect(await table.column("text")).toEqual(["t0", null, "t2"]);
    expect(await table.column("nested")).toEqual(['{"i":0,"list":[0]}', '{"i":1,"list":[1]}', '{"i":2,"list":[2]}']);
  });

  it("names the known columns when there is none of that name", async () => {
    await using database = await openDatabase();
    const table = await make(database.engine);
    await expect(table.column("texts")).rejects.toThrow(/Unknown column "texts", did you mean "text"\?/);
    await expect(table.records({ columns: ["c0"] })).rejects.toMatchObject({ code: "E001" });
  });

  it("shows properties beyond a table's own, and hands them on as JSON", async () => {
    await using database = await openDatabase();
    const table = (await make(database.engine)).with({ report: { notes: 1 } });
    expect(table.report).toEqual({ notes: 1 });
    expect(JSON.parse(JSON.stringify(table))).toMatchObject({ rows: 3, report: { notes: 1 }, artifact: null });
    expect(Object.isFrozen(table)).toBe(true);
    expect(await table.records({ limit: 1, columns: ["yes"] })).toEqual([{ yes: false }]);
  });

  it("writes a Parquet file that holds all rows under the columns' own names", async () => {
    await using database = await openDatabase();
    const table = await make(database.engine);
    const path = `${database.context.folder}/o'clock.parquet`;
    await table.toParquet(path);
    const { readParquet } = await import("#files/read-parquet.ts");
    const { engine, context } = database;
    const read = await readParquet({ engine, path, file: path, signal: context.signal, progress: () => {} });
    expect(read.schema).toEqual(table.schema);
    const [first, second] = await read.records();
    expect([first, second]).toEqual(await table.records({ limit: 2 }));
  });
});
