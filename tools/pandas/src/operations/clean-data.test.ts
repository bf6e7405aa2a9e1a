import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openDatabase } from "#testing-fixtures/open-database.ts";
import { checkDataQuality } from "./check-data-quality.ts";
import { type CleanDataParams, cleanData } from "./clean-data.ts";

const people = [
  { name: " Ann ", age: 30, city: "Rome" },
  { name: "Ann", age: 30, city: "Rome" },
  { name: "Bob", age: null, city: null },
  { name: "   ", age: 7, city: "Oslo" },
  { name: "Bob", age: null, city: null },
];

async function clean(params: Omit<CleanDataParams, "df">, df: CleanDataParams["df"] = people) {
  await using database = await openDatabase();
  const table = await cleanData({ df, ...params }, database.context);
  return { records: await table.records(), report: table.report, schema: table.schema };
}

describe("clean_data", () => {
  it("drops rows with any null, or with nulls in the columns named", async () => {
    expect((await clean({ drop_na: true })).records).toEqual([people[0], people[1], people[3]]);
    expect((await clean({ drop_na: ["name"] })).records).toEqual(people);
    const { report } = await clean({ drop_na: "age" });
    expect(report).toMatchObject({ rows_before: 5, rows_after: 3, dropped: { nulls: 2, duplicates: 0 } });
    expect(report.nulls).toEqual({ age: 2 });
  });

  it("keeps the first of equal rows, nulls being equal", async () => {
    const { records, report } = await clean({ remove_duplicates: true });
    expect(records).toEqual(people.slice(0, 4));
    expect(report.dropped).toEqual({ nulls: 0, duplicates: 1 });
  });

  it("strips first, so that what becomes blank can be filled, and what becomes equal goes", async () => {
    const { records, report } = await clean({
      strip_strings: true,
      fill_na: { name: "unknown" },
      drop_na: true,
      remove_duplicates: true,
    });
    expect(records).toEqual([
      { name: "Ann", age: 30, city: "Rome" },
      { name: "unknown", age: 7, city: "Oslo" },
    ]);
    expect(report).toEqual({
      rows_before: 5,
      rows_after: 2,
      dropped: { nulls: 2, duplicates: 1 },
      nulls: { age: 2, city: 2 },
      filled: { name: 1 },
      stripped: { name: 2 },
      quality_score: null,
      skipped: null,
    });
  });

  it("strips every kind of blank, and takes blank texts for null", async () => {
    const df = [{ t: "\u00a0\t x\u3000\n" }, { t: "\ufeff " }, { t: "" }];
    expect((await clean({ strip_strings: true }, df)).records).toEqual([{ t: "x" }, { t: null }, { t: null }]);
  });

  it("fills with one value where it fits, and with a value by column", async () => {
    expect((await clean({ fill_na: "a\0'b" })).records[2]).toEqual({ name: "Bob", age: null, city: "a\0'b" });
    expect((await clean({ fill_na: 0 })).records[2]).toEqual({ name: "Bob", age: 0, city: null });
    expect((await clean({ fill_na: "?" })).records[2]).toEqual({ name: "Bob", age: null, city: "?" });
    const { records, report, schema } = await clean({ fill_na: { age: 1.5, city: "it's" } });
    expect(records[2]).toEqual({ name: "Bob", age: 1.5, city: "it's" });
    expect(schema[1]).toEqual({ name: "age", type: "number" });
    expect(report.filled).toEqual({ age: 2, city: 2 });
  });

  it("fills dates with dates", async () => {
    const df = [
      { day: "2026-01-05", ok: true },
      { day: null, ok: null },
    ];
    expect((await clean({ fill_na: { day: "2026-12-31", ok: false } }, df)).records[1]).toEqual({
      day: "2026-12-31",
      ok: false,
    });
    await expect(clean({ fill_na: { day: "31.12.2026" } }, df)).rejects.toThrow(
      /fill_na.day: "31.12.2026" does not fit a column of type date/,
    );
  });

  it("refuses fill values that do not fit and columns that are not there", async () => {
    await expect(clean({ fill_na: { age: "old" } })).rejects.toThrow(
      /fill_na.age: "old" does not fit a column of type integer/,
    );
    await expect(clean({ fill_na: { agee: 1 } })).rejects.toThrow(/Unknown column "agee", did you mean "age"/);
    await expect(clean({ drop_na: ["agee"] })).rejects.toMatchObject({ code: "E001" });
  });

  it("when nothing is asked for by name: strips, drops rows without any value and duplicates, keeps other nulls", async () => {
    const df = [...people, { name: "\t", age: null, city: null }];
    const { records, report } = await clean({}, df);
    expect(records).toEqual([
      { name: "Ann", age: 30, city: "Rome" },
      { name: "Bob", age: null, city: null },
      { name: null, age: 7, city: "Oslo" },
    ]);
    expect(report.dropped).toEqual({ nulls: 1, duplicates: 2 });
  });

  it("with if_quality_low changes nothing above the threshold", async () => {
    await using database = await openDatabase();
    const checked = await checkDataQuality({ df: people }, database.context);
    expect(checked.low_quality).toBe(true);
    const low = await cleanData({ df: checked, if_quality_low: true, drop_na: true }, database.context);
    expect(low.report).toMatchObject({ rows_after: 3, quality_score: checked.score, skipped: null });

    const good = await cleanData({ df: people, if_quality_low: true, threshold: 0.5, drop_na: true }, database.context);
    expect(good.report).toMatchObject({ rows_after: 5, dropped: { nulls: 0, duplicates: 0 } });
    expect(good.report.skipped).toMatch(/the quality score 0\.\d+ is not below 0.5/);
    expect(await good.records()).toEqual(people);
  });

  it("takes the threshold of the quality check that the table comes from", async () => {
    await using database = await openDatabase();
    const strict = await checkDataQuality({ df: people, threshold: 0.2 }, database.context);
    const table = await cleanData({ df: strict, if_quality_low: true, drop_na: true }, database.context);
    expect(table.report.skipped).toMatch(/is not below 0.2/);
  });

  it("does not change the table that it is given", async () => {
    await using database = await openDatabase();
    const { df } = await checkDataQuality({ df: people }, database.context);
    await cleanData({ df, drop_na: true, fill_na: 1, strip_strings: true }, database.context);
    expect(await df.records()).toEqual(people);
  });

  it("cleans a table without rows", async () => {
    await using database = await openDatabase();
    const df = await database.write("x.csv", "a,b\n");
    const table = await cleanData({ df, drop_na: true, remove_duplicates: true }, database.context);
    expect(table).toMatchObject({ rows: 0, columns: 2, report: { rows_before: 0, rows_after: 0 } });
  });

  it("keeps what plain code keeps, in the same order", async () => {
    await using database = await openDatabase();
    const row = fc.record({
      a: fc.option(fc.integer({ min: 0, max: 3 })),
      b: fc.option(fc.constantFrom("x", " x", "y", "")),
    });
    const trimmed = (text: string | null): string | null => text?.trim() || null;
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (df) => {
        const table = await cleanData(
          { df, strip_strings: true, drop_na: ["b"], remove_duplicates: true },
          database.context,
        );
        const kept = df.map(({ a, b }) => ({ a, b: trimmed(b) })).filter(({ b }) => b !== null);
        const unique = [...new Map(kept.toReversed().map((record) => [JSON.stringify(record), record])).values()];
        const firsts = kept.filter(
          (record, at) => kept.findIndex((other) => JSON.stringify(other) === JSON.stringify(record)) === at,
        );
        expect(unique).toHaveLength(firsts.length);
        expect(await table.records()).toEqual(firsts);
      }),
      { numRuns: 30 },
    );
  });

  it("keeps the order of rows in a large table with many duplicates", async () => {
    await using database = await openDatabase();
    const lines = Array.from({ length: 300_000 }, (_, index) => `${index % 100_000},text ${index % 100_000}`);
    const df = await database.write("x.csv", `n,t\n${lines.join("\n")}\n`);
    const table = await cleanData({ df, remove_duplicates: true }, database.context);
    expect(table.rows).toBe(100_000);
    const values = await table.column("n");
    expect(values.every((value, index) => value === index)).toBe(true);
  });
});
