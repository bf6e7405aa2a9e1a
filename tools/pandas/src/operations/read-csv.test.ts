import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openDatabase } from "#testing-fixtures/open-database.ts";
import { readPlainCsv, realDataFolder } from "#testing-fixtures/real-data.ts";
import { type ReadCsvParams, readCsvFile } from "./read-csv.ts";

type Options = Omit<ReadCsvParams, "file_path">;

async function read(content: string | Uint8Array, options: Options = {}) {
  await using database = await openDatabase();
  const file_path = await database.write("data.csv", content);
  const table = await readCsvFile({ file_path, ...options }, database.context);
  return { table, records: await table.records(), types: table.schema.map(({ type }) => type) };
}

describe("read_csv: what a file holds", () => {
  it("recognises the types of whole columns", async () => {
    const { types, records } = await read(
      "id,price,ok,day,at,moment,text\n1,1.5,true,2026-01-05,2026-01-05 10:00,2026-01-05T10:00:00+02:00,x\n-2,.5e2,FALSE,2026-12-31,2026-01-05T10:00:01.5,2026-01-05T10:00Z,1a\n",
    );
    expect(types).toEqual(["integer", "number", "boolean", "date", "datetime", "datetime", "string"]);
    expect(records).toEqual([
      {
        id: 1,
        price: 1.5,
        ok: true,
        day: "2026-01-05",
        at: "2026-01-05T10:00:00",
        moment: "2026-01-05T08:00:00Z",
        text: "x",
      },
      {
        id: -2,
        price: 50,
        ok: false,
        day: "2026-12-31",
        at: "2026-01-05T10:00:01.500",
        moment: "2026-01-05T10:00:00Z",
        text: "1a",
      },
    ]);
  });

  it("keeps as text what only looks like a number", async () => {
    const { types } = await read(
      'zip,phone,code,grouped,hex,version\n01234,+4912,1_000,"1,000",0x1F,1.2.3\n1,12,5,"2,000",0x20,1.2\n',
    );
    expect(types).toEqual(Array(6).fill("string"));
  });

  it.each([
    ["a fraction", "2.5", "number"],
    ["a leading zero", "007", "string"],
    ["an exponent", "1e3", "number"],
    ["an integer beyond 64 bits", "123456789012345678901234567890", "integer"],
    ["a word", "none", "string"],
  ])("changes its mind on %s far behind the sample", async (_, late, type) => {
    const { types, records } = await read(`n\n${"1\n".repeat(30_000)}${late}\n`);
    expect(types).toEqual([type]);
    const last = records.at(-1)?.n;
    expect(last).toBe(type === "number" ? Number(late) : late);
  });

  it("finds the type of a column that is empty in the sample", async () => {
    const { types, records } = await read(`a,b,c\n${"1,,\n".repeat(30_000)}1,2026-01-05,\n`);
    expect(types).toEqual(["integer", "date", "string"]);
    expect(records.at(-1)).toEqual({ a: 1, b: "2026-01-05", c: null });
  });

  it("[TOOL-4] shows integers beyond 2^53 as text and no NaN or Infinity, and reports the latter", async () => {
    const { table, records } = await read("big,n\n9007199254740993,NaN\n1,1.5\n-9007199254740993,-inf\n");
    expect(records).toEqual([
      { big: "9007199254740993", n: null },
      { big: 1, n: 1.5 },
      { big: "-9007199254740993", n: null },
    ]);
    expect(table.report.notes).toEqual([{ column: "n", message: "NaN or infinite values that became null: 2" }]);
  });

  it("never guesses whether days or months come first", async () => {
    const { table, types, records } = await read(
      "a,b,c,d\n01/02/2026,01/02/2026,13.01.2026,Jan 5 2026\n03/04/2026,13/02/2026,01.02.2026,Feb 6 2026\n",
    );
    expect(types).toEqual(["string", "date", "date", "date"]);
    expect(records[0]).toEqual({ a: "01/02/2026", b: "2026-02-01", c: "2026-01-13", d: "2026-01-05" });
    expect(table.report.notes).toEqual([
      {
        column: "a",
        message:
          "the dates may be DD/MM/YYYY or MM/DD/YYYY (such as 01/02/2026): days and months cannot be told apart; kept as text",
      },
    ]);
  });

  it("keeps dates as text when they are not all written the same way", async () => {
    const { types } = await read("a,b\n13/01/2026,2026-01-05\n01/13/2026,05.01.2026\n");
    expect(types).toEqual(["string", "string"]);
    expect((await read("a\n2026-02-28\n2026-02-30\n")).types).toEqual(["string"]);
    expect((await read("a\n2026-02-28T10:00\n2026-02-28T10:00Z\n")).types).toEqual(["string"]);
  });

  it("takes empty fields as null, quoted or not, and no other", async () => {
    const { records } = await read('a,b\n,""\nNA,null\n');
    expect(records).toEqual([
      { a: null, b: null },
      { a: "NA", b: "null" },
    ]);
  });

  it("takes null_values in place of empty fields", async () => {
    const { records, types } = await read("a,b\nNA,x\n,-\n", { null_values: ["NA", "-"] });
    expect(records).toEqual([
      { a: null, b: "x" },
      { a: "", b: null },
    ]);
    expect(types).toEqual(["string", "string"]);
    expect((await read("a,b\nNA,x\n,-\n1,y\n", { null_values: ["", "NA"] })).types).toEqual(["integer", "string"]);
  });

  it("reads numbers with blanks around them, and leaves texts as they are", async () => {
    const { records } = await read("a, b, c\n1, 2, x \n , 4.5, y\n");
    expect(records).toEqual([
      { a: 1, b: 2, c: " x " },
      { a: null, b: 4.5, c: " y" },
    ]);
  });

  it("reads real data as an independent reader does", async () => {
    await using database = await openDatabase({ roots: [realDataFolder] });
    const table = await readCsvFile({ file_path: join(realDataFolder, "seattle-weather.csv") }, database.context);
    const expected = readPlainCsv("seattle-weather.csv");
    expect(table.rows).toBe(expected.length);
    const numbers = ["precipitation", "temp_max", "temp_min", "wind"];
    const records = expected.map((record) =>
      Object.fromEntries(
        Object.entries(record).map(([key, value]) => [key, numbers.includes(key) ? Number(value) : value]),
      ),
    );
    expect(await table.records()).toEqual(records);
    expect(table.schema[0]).toEqual({ name: "date", type: "date" });
  });
});

describe("read_csv: dialects", () => {
  it.each([
    [",", "a,b\n1,2\n"],
    [";", 'a;b\n1;"2"\n'],
    ["\t", "a\tb\n1\t2\n"],
    ["|", "a|b\n1|2\n"],
  ])("finds the delimiter %j", async (delimiter, content) => {
    const { table, records } = await read(content);
    expect(records).toEqual([{ a: 1, b: 2 }]);
    expect(table.report.delimiter).toBe(delimiter);
  });

  it("is not led astray by decimal commas or delimiters within quotes", async () => {
    expect((await read("wert;text\n1,5;a,b\n2,5;c,d\n")).table.report.delimiter).toBe(";");
    expect((await read('a,b\n"x;y;z",1\n"u;v;w",2\n')).table.report.delimiter).toBe(",");
  });

  it("takes the delimiter it is told", async () => {
    expect((await read("a::b\n1::2\n", { delimiter: "::" })).records).toEqual([{ a: 1, b: 2 }]);
  });

  it("reads quotes across lines, doubled quotes and every kind of line end", async () => {
    const { records } = await read('a,b\r\n"x\ny, ""z""\r\n",1\r\n"u",2');
    expect(records).toEqual([
      { a: 'x\ny, "z"\r\n', b: 1 },
      { a: "u", b: 2 },
    ]);
    expect((await read("a,b\r1,2\r3,4\r")).records).toHaveLength(2);
    expect((await read("a,b\r\n1,2\n3,4\r\n")).records).toHaveLength(2);
    expect((await read("\n\na,b\n1,2\n\n3,4\n\n")).records).toHaveLength(2);
  });

  it("names the columns of a header with gaps and repetitions, and reports it", async () => {
    const { table, records } = await read("a,a, b ,,a_1,A,a\n1,2,3,4,5,6,7\n");
    expect(records).toEqual([{ a: 1, a_2: 2, b: 3, column_4: 4, a_1: 5, A: 6, a_3: 7 }]);
    expect(table.report.notes.map(({ column }) => column)).toEqual(["a_2", "column_4", "a_3"]);
  });

  it("keeps hostile column names as data", async () => {
    const { table, records } = await read('__proto__,"c0"");DROP TABLE t1;--",constructor\n1,2,3\n');
    expect(table.schema.map(({ name }) => name)).toEqual(["__proto__", 'c0");DROP TABLE t1;--', "constructor"]);
    expect(Object.entries(records[0] ?? {})).toEqual([
      ["__proto__", 1],
      ['c0");DROP TABLE t1;--', 2],
      ["constructor", 3],
    ]);
  });

  it("reads a header alone as a table without rows, also without a line end", async () => {
    for (const content of ["a,b\n", "a,b", "\ufeffa,b\r\n"]) {
      const { table, records } = await read(content);
      expect(table).toMatchObject({ rows: 0, columns: 2, data: [], truncated: false });
      expect(records).toEqual([]);
    }
  });

  it("reads a field of several megabytes", async () => {
    const { records } = await read(`a,b\n1,"${"x".repeat(5_000_000)}"\n2,y\n`);
    expect(records.map(({ b }) => String(b).length)).toEqual([5_000_000, 1]);
  });
});

describe("read_csv: whatever is written by the rules", () => {
  it("is read back as it was", async () => {
    await using database = await openDatabase();
    const value = fc.string({
      unit: fc.constantFrom("a", "1", '"', ",", ";", "\n", "\r", " ", "ü", "😀", "'", "\\"),
      maxLength: 8,
    });
    const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 20 }),
        fc.boolean(),
        async (pairs, windows) => {
          const end = windows ? "\r\n" : "\n";
          const lines = [["x", "y"], ...pairs].map((pair) => `${pair.map(quoted).join(",")}${end}`);
          const file_path = await database.write("data.csv", lines.join(""));
          const table = await readCsvFile(
            { file_path, delimiter: ",", dtypes: { x: "string", y: "string" }, null_values: ["never"] },
            database.context,
          );
          expect(await table.records()).toEqual(pairs.map(([x, y]) => ({ x, y })));
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);
});

describe("read_csv: parameters", () => {
  const content = "a,b,c\n1,x,2026-01-01\n2,y,soon\n3,z,2026-01-03\n";

  it("reads the columns and records asked for", async () => {
    const { records, types } = await read(content, { columns: ["c", "a"], nrows: 1 });
    expect(records).toEqual([{ c: "2026-01-01", a: 1 }]);
    expect(types).toEqual(["date", "integer"]);
    expect((await read(content, { nrows: 0 })).table).toMatchObject({ rows: 0, columns: 3 });
  });

  it("names the known columns when asked for another", async () => {
    const known = /Unknown column "d".*columns are a, b, c/;
    await expect(read(content, { columns: ["d"] })).rejects.toThrow(known);
    await expect(read(content, { dtypes: { d: "string" } })).rejects.toThrow(known);
  });

  it("gives columns the types they are told to have", async () => {
    const { records, types } = await read(
      "a,b,c,d,e,f\n1,007,yes,05 Jan 2026,2026-01-05,\n2,3.0,0,06 Jan 2026,2026-01-06,\n",
      {
        dtypes: { a: "string", b: "integer", c: "boolean", d: "date", e: "datetime", f: "number" },
      },
    );
    expect(types).toEqual(["string", "integer", "boolean", "date", "datetime", "number"]);
    expect(records[0]).toEqual({ a: "1", b: 7, c: true, d: "2026-01-05", e: "2026-01-05T00:00:00", f: null });
  });

  it("names line and column of a value that is not of the type told", async () => {
    const message = /line 5, column 2 \(b\): expected a number, found "oops"/;
    await expect(read('a,b\n"x\ny",1\n\nq,oops\n', { dtypes: { b: "number" } })).rejects.toThrow(message);
    await expect(read("a\n1\n2.5\n", { dtypes: { a: "integer" } })).rejects.toThrow(
      /line 3, column 1 \(a\): expected an integer/,
    );
    await expect(read("a\n01/02/2026\n", { dtypes: { a: "date" } })).rejects.toThrow(/cannot be told apart/);
  });
});
