import { join } from "node:path";
import { ToolNotFoundError } from "@aiecs/core";
import { createTable } from "@aiecs/core/toolkit";
import { describe, expect, it } from "vitest";
import { type OpenDatabase, openDatabase } from "#testing-fixtures/open-database.ts";
import { readPlainJson, realDataFolder } from "#testing-fixtures/real-data.ts";
import { openTable } from "./open-table.ts";

async function load(database: OpenDatabase, name: string, content: string | Uint8Array) {
  const table = await openTable(await database.write(name, content), database.context);
  return { records: await table.records(), types: table.schema.map(({ type }) => type), table };
}

describe("reading a file as a table", () => {
  it("[TOOL-3] reads csv, tsv, json, ndjson and parquet alike", async () => {
    await using database = await openDatabase();
    const expected = [
      { id: 1, day: "2026-01-05", name: "Ä" },
      { id: 2, day: null, name: "b" },
    ];
    const lines = expected.map((record) => JSON.stringify(record));
    const files: [string, string][] = [
      ["x.csv", "id,day,name\n1,2026-01-05,Ä\n2,,b\n"],
      ["x.TSV", "id\tday\tname\n1\t2026-01-05\tÄ\n2\t\tb\n"],
      ["x.json", `[${lines.join(",\n")}]`],
      ["x.ndjson", lines.join("\n")],
      ["x.jsonl", `${lines.join("\n")}\n`],
    ];
    for (const [name, content] of files) {
      const { records, types, table } = await load(database, name, content);
      expect(records, name).toEqual(expected);
      expect(types, name).toEqual(["integer", "date", "string"]);
      const parquet = join(database.context.folder, `${name}.parquet`);
      await table.toParquet(parquet);
      expect(await (await openTable(parquet, database.context)).records(), parquet).toEqual(expected);
    }
  });

  it("[TOOL-3] takes a table, records, a dataset of the input or a path", async () => {
    await using database = await openDatabase({ input: { sales: [{ a: 1 }], file: "data.csv" } });
    await database.write("data.csv", "b\n2\n");
    const { context } = database;
    expect(await (await openTable("sales", context)).records()).toEqual([{ a: 1 }]);
    expect(await (await openTable("file", context)).records()).toEqual([{ b: 2 }]);
    expect(await (await openTable("data.csv", context)).records()).toEqual([{ b: 2 }]);
    expect(await (await openTable([{ c: 3 }], context)).records()).toEqual([{ c: 3 }]);
    const table = await openTable(createTable([{ d: 4 }]), context);
    expect(await openTable(table, context)).toBe(table);
    expect(await openTable({ df: table, score: 1 }, context)).toBe(table);
    await expect(openTable(5, context)).rejects.toMatchObject({ code: "E001" });
  });

  it("[TOOL-3] has workbooks read by office_tool, and says so when it is not there", async () => {
    await using database = await openDatabase();
    const asked: unknown[] = [];
    const answering = (tables: unknown) => ({
      ...database.context,
      call: async (spec: string, params?: object) => {
        asked.push(spec, params);
        if (tables === undefined) throw new ToolNotFoundError("Tool 'office_tool' is not registered");
        return { tables };
      },
    });
    await database.write("x.xlsx", "PK");
    const data = [{ day: "2026-01-05", id: "007", amount: 1.5 }];
    const table = await openTable("x.xlsx", answering([{ name: "Sales", data }, { data: [{ other: 1 }] }]));
    expect(asked).toEqual(["office_tool.read_document", { file_path: "x.xlsx" }]);
    expect(table.schema.map(({ type }) => type)).toEqual(["date", "string", "number"]);
    expect(await table.records()).toEqual(data);
    await expect(openTable("x.xlsx", answering([]))).rejects.toThrow("x.xlsx holds no table: expected a sheet");
    await expect(openTable("x.xlsx", answering(undefined))).rejects.toThrow("npm install @aiecs/tool-office");
  });

  it("says what to do about unknown formats", async () => {
    await using database = await openDatabase();
    await expect(load(database, "x.pdf", "%PDF")).rejects.toThrow(/expected a file that ends in \.csv, .*\.parquet/);
    await expect(load(database, "constructor", "x")).rejects.toMatchObject({ code: "E001" });
  });
});

describe("JSON files", () => {
  it("keeps texts as they are but for dates that are all written the same way", async () => {
    await using database = await openDatabase();
    const { records, types } = await load(
      database,
      "x.json",
      JSON.stringify([
        { id: "007", n: "12", d: "01/02/2026", e: "13/02/2026", m: "Jan 5 2026", t: "2026-01-05T10:00:00Z", u: "" },
        { id: "008", n: "13", d: "03/04/2026", e: "01/02/2026", m: "Feb 6 2026", t: "2026-01-06T10:00:00Z", u: "x" },
      ]),
    );
    expect(types).toEqual(["string", "string", "string", "date", "date", "datetime", "string"]);
    expect(records[0]).toEqual({
      id: "007",
      n: "12",
      d: "01/02/2026",
      e: "2026-02-13",
      m: "2026-01-05",
      t: "2026-01-05T10:00:00Z",
      u: "",
    });
  });

  it("keeps nested values, missing values and mixed types", async () => {
    await using database = await openDatabase();
    const { records, types } = await load(
      database,
      "x.json",
      '[{"a":{"x":[1,null]},"b":1,"c":true,"d":[1]},{"b":"one","e":1.5,"d":"two"},{"a":null,"b":null}]',
    );
    expect(records).toEqual([
      { a: { x: [1, null] }, b: "1", c: true, d: [1], e: null },
      { a: null, b: "one", c: null, d: "two", e: 1.5 },
      { a: null, b: null, c: null, d: null, e: null },
    ]);
    expect(types).toEqual(["other", "string", "boolean", "other", "number"]);
  });

  it("reads a record of many megabytes, and a column named json", async () => {
    await using database = await openDatabase();
    const { records } = await load(
      database,
      "x.json",
      JSON.stringify([{ json: "x".repeat(40_000_000) }, { json: "y" }]),
    );
    expect(records.map(({ json }) => String(json).length)).toEqual([40_000_000, 1]);
  });

  it("reads a file with a byte order mark or in UTF-16", async () => {
    await using database = await openDatabase();
    expect((await load(database, "x.json", '\ufeff[{"a":"ü"}]')).records).toEqual([{ a: "ü" }]);
    expect((await load(database, "y.json", Buffer.from('\ufeff[{"a":"ü"}]', "utf16le"))).records).toEqual([{ a: "ü" }]);
  });

  it.each([
    ['[{"a": 1}, 2]', /expected a list of objects/],
    ["[1, 2]", /expected a list of objects, or one object a line/],
    ["[]", /expected a list of objects/],
    ["", /expected a list of objects/],
    ['[{"a": 1}, {"a":', /Cannot read x\.json as JSON: .*unexpected end of data/],
    ["hello", /Cannot read x\.json as JSON: .*unexpected character/],
  ])("refuses %j and says what is wrong", async (content, message) => {
    await using database = await openDatabase({ input: { file: "x.json" } });
    await database.write("x.json", content);
    await expect(openTable("x.json", database.context)).rejects.toMatchObject({
      code: "E001",
      message: expect.stringMatching(message),
    });
  });

  it("reads real data as JSON.parse does", async () => {
    await using database = await openDatabase({ roots: [realDataFolder] });
    const table = await openTable(join(realDataFolder, "penguins.json"), database.context);
    expect(await table.records()).toEqual(readPlainJson("penguins.json"));
    const movies = await openTable(join(realDataFolder, "movies.json"), database.context);
    const plain = readPlainJson("movies.json");
    expect(movies.rows).toBe(plain.length);
    expect(await movies.column("Title")).toEqual(plain.map(({ Title }) => (Title === null ? null : String(Title))));
    expect(movies.schema.find(({ name }) => name === "Release Date")).toEqual({ name: "Release Date", type: "date" });
  });
});

describe("Parquet files", () => {
  it("reads real data", async () => {
    await using database = await openDatabase({ roots: [realDataFolder] });
    const table = await openTable(join(realDataFolder, "flights-3m.parquet"), database.context);
    expect(table).toMatchObject({ rows: 3_000_000, columns: 5 });
    expect(table.schema.map(({ type }) => type)).toEqual(["datetime", "integer", "integer", "string", "string"]);
  }, 60_000);

  it("brings every type of column to one of ours", async () => {
    await using database = await openDatabase();
    const path = join(database.context.folder, "types.parquet");
    await database.engine.session(undefined, (session) =>
      session.run(`COPY (SELECT 1::UTINYINT AS tiny, 18446744073709551615::UBIGINT AS big, 1.25::DECIMAL(9,2) AS money,
        'nan'::FLOAT AS nan, '550e8400-e29b-41d4-a716-446655440000'::UUID AS id, TIME '10:00:00' AS clock,
        TIMESTAMP_NS '2026-01-05 10:00:00' AS ns, '\\xAA'::BLOB AS bytes, [1, 2] AS list, {'a': NULL} AS struct)
        TO '${path}' (FORMAT parquet)`),
    );
    const table = await openTable(path, database.context);
    expect(await table.records()).toEqual([
      {
        tiny: 1,
        big: "18446744073709551615",
        money: 1.25,
        nan: null,
        id: "550e8400-e29b-41d4-a716-446655440000",
        clock: "10:00:00",
        ns: "2026-01-05T10:00:00",
        bytes: "qg==",
        list: [1, 2],
        struct: { a: null },
      },
    ]);
  });

  it("refuses what is no Parquet", async () => {
    await using database = await openDatabase();
    await expect(load(database, "x.parquet", "hello")).rejects.toThrow(/Cannot read .*x\.parquet as Parquet/);
  });
});
