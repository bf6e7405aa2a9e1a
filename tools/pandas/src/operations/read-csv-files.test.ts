import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDatabase } from "#testing-fixtures/open-database.ts";
import { type ReadCsvParams, readCsvFile } from "./read-csv.ts";

type Options = Omit<ReadCsvParams, "file_path">;

async function read(content: string | Uint8Array, options: Options = {}) {
  await using database = await openDatabase();
  const file_path = await database.write("data.csv", content);
  const table = await readCsvFile({ file_path, ...options }, database.context);
  return { table, records: await table.records(), types: table.schema.map(({ type }) => type) };
}

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))));

describe("read_csv: encodings", () => {
  it("finds UTF-8 with and without mark, UTF-16 by its mark, else windows-1252", async () => {
    const text = "name,n\nÄpfel – €,1\n";
    const utf16le = Buffer.from(`\ufeff${text}`, "utf16le");
    const cases: [string, Uint8Array][] = [
      ["utf-8", Buffer.from(text)],
      ["utf-8", Buffer.from(`\ufeff${text}`)],
      ["utf-16le", utf16le],
      ["utf-16be", Buffer.from(utf16le).swap16()],
      ["windows-1252", bytes("name,n\n", [0xc4], "pfel ", [0x96], " ", [0x80], ",1\n")],
    ];
    for (const [encoding, content] of cases) {
      const { table, records } = await read(content);
      expect(records).toEqual([{ name: "Äpfel – €", n: 1 }]);
      expect(table.report.encoding).toBe(encoding);
    }
  });

  it("finds windows-1252 also when the first such byte stands far behind the sample", async () => {
    const { table, records } = await read(bytes("a,b\n", "1,x\n".repeat(150_000), "2,caf", [0xe9], "\n"));
    expect(records.at(-1)).toEqual({ a: 2, b: "café" });
    expect(table.report.encoding).toBe("windows-1252");
  });

  it("takes WHATWG labels", async () => {
    const { table, records } = await read(bytes("a\n", [0x83, 0x65], "\n"), { encoding: "Shift-JIS" });
    expect(records).toEqual([{ a: "テ" }]);
    expect(table.report.encoding).toBe("shift_jis");
    await expect(read("a\n", { encoding: "klingon" })).rejects.toThrow(/expected a WHATWG encoding label.*"klingon"/);
  });

  it.each([
    ["utf-8", bytes('a,b\n"x\ny",1\nüb', [0xff], "er,2\n"), "line 4, column 3"],
    ["utf-8", bytes("\ufeffa,b\n1,", [0xe9], "\n"), "line 2, column 3"],
    ["shift_jis", bytes("a\nx", [0x81, 0x20], "\n"), "line 2, column 2"],
  ])("names line and column of bytes that are not %s", async (encoding, content, place) => {
    await expect(read(content, { encoding })).rejects.toMatchObject({
      code: "E001",
      message: expect.stringContaining(place),
    });
  });

  it("does not turn a marked UTF-8 file with broken bytes into windows-1252", async () => {
    await expect(read(bytes("\ufeffa,b\n1,", [0xe9], "\n"))).rejects.toThrow(
      /line 2, column 3 holds bytes that are not utf-8/,
    );
  });

  it.each([
    ["a workbook", bytes("PK", [3, 4, 0]), /save it as CSV/],
    ["a gzip file", bytes([0x1f, 0x8b, 8]), /unpack it first/],
    ["UTF-16 without mark", Buffer.from("a,b\n", "utf16le"), /utf-16le or utf-16be/],
  ])("refuses %s and says what to do", async (_, content, message) => {
    await expect(read(content)).rejects.toThrow(message);
  });
});

describe("read_csv: faulty files", () => {
  it.each([
    ["too few fields", 'a,b\n"x\ny",2\n3\n4,5\n', /line 4 has 1 field, expected 2 \(a, b\): b is missing/],
    ["too many fields", "a,b\r\n1,2\r\n3,4,5\r\n", /line 3 has 3 fields, expected 2 \(a, b\): field 3 has no column/],
    ["an open quote", 'a,b\n1,2\n3,"4\n5,6\n', /line 3 column 2 \(b\): a quoted value does not end/],
    ["text after a quote", 'a,b\n"x"y,2\n', /line 2 column 1 \(a\)/],
    ["nothing", "", /it is empty; expected a header line/],
    ["blank lines", "\n\r\n\n", /it is empty/],
  ])("names line and column: %s", async (_, content, message) => {
    await expect(read(content)).rejects.toMatchObject({ code: "E001", message: expect.stringMatching(message) });
  });

  it("names the line of a ragged record far down a large file", async () => {
    const lines = Array.from({ length: 300_000 }, (_, index) => `${index},"a\nb"`);
    lines[250_000] = "x";
    await expect(read(`n,t\n${lines.join("\n")}\n`)).rejects.toThrow(/line 500002 has 1 field/);
  });

  it("[TOOL-6] refuses a missing file, a folder and a file outside the allowed folders", async () => {
    await using database = await openDatabase();
    const read = (file_path: string) => readCsvFile({ file_path }, database.context);
    await expect(read("missing.csv")).rejects.toMatchObject({
      code: "E001",
      message: expect.stringContaining("missing.csv"),
    });
    await expect(read(".")).rejects.toMatchObject({ code: "E001" });
    await expect(read("/etc/passwd")).rejects.toMatchObject({ code: "E001" });
  });

  it("[TOOL-6] takes a path for what it is, not for a pattern", async () => {
    await using database = await openDatabase();
    await writeFile(join(database.context.folder, "ab.csv"), "x\n1\n2\n");
    const file_path = await database.write("a*[b].csv", "y\n3\n");
    const table = await readCsvFile({ file_path }, database.context);
    expect(await table.records()).toEqual([{ y: 3 }]);
  });

  it("[TOOL-6] refuses more rows than max_rows", async () => {
    await using database = await openDatabase({ max_rows: 2 });
    const file_path = await database.write("x.csv", "a\n1\n2\n3\n");
    await expect(readCsvFile({ file_path }, database.context)).rejects.toThrow(
      /has 3 rows; the config's limits.max_rows allows 2/,
    );
  });
});

describe("read_csv: large files", () => {
  it("[TOOL-8] tells how far it is, stops on abort, and keeps a million rows in order", async () => {
    await using database = await openDatabase();
    const rows = 1_000_000;
    const lines = ["id,name,day,amount"];
    for (let id = 0; id < rows; id++)
      lines.push(`${id},"name, ${id % 977}",2026-01-${String((id % 28) + 1).padStart(2, "0")},${id % 100}.5`);
    const file_path = await database.write("large.csv", `${lines.join("\n")}\n`);

    const controller = new AbortController();
    const aborted = readCsvFile({ file_path }, { ...database.context, signal: controller.signal });
    setTimeout(() => controller.abort(new Error("no longer wanted")), 20);
    const since = performance.now();
    await expect(aborted).rejects.toThrow("no longer wanted");
    expect(performance.now() - since).toBeLessThan(2_000);

    const table = await readCsvFile({ file_path }, database.context);
    expect(table.rows).toBe(rows);
    const fractions = database.context.progressed.map(({ fraction }) => fraction);
    expect([fractions[0], fractions.at(-1)]).toEqual([0, 1]);
    const ids = await table.column("id");
    expect(ids.every((id, index) => id === index)).toBe(true);
    const amounts = await table.column("amount");
    expect(amounts instanceof Float64Array && amounts.reduce((sum, value) => sum + value, 0)).toBe(rows * 50);
    expect(await table.records({ offset: rows - 1, limit: 10, columns: ["name", "day"] })).toEqual([
      { name: `name, ${(rows - 1) % 977}`, day: `2026-01-${String(((rows - 1) % 28) + 1).padStart(2, "0")}` },
    ]);
  }, 60_000);
});
