import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDatabase } from "#testing-fixtures/open-database.ts";
import { readPlainJson, realDataFolder } from "#testing-fixtures/real-data.ts";
import { checkDataQuality } from "./check-data-quality.ts";

describe("check_data_quality", () => {
  it("finds nothing wrong with clean data and hands the table on", async () => {
    await using database = await openDatabase();
    const df = [
      { a: 1, b: "x" },
      { a: 2, b: "y" },
    ];
    const result = await checkDataQuality({ df }, database.context);
    expect(result).toMatchObject({ score: 1, threshold: 0.9, low_quality: false, duplicates: 0 });
    expect(await result.df.records()).toEqual(df);
  });

  it("scores the mean of completeness, uniqueness, type consistency and validity", async () => {
    await using database = await openDatabase();
    const df = [
      { n: 10, mixed: "1", t: "a" },
      { n: 11, mixed: "2", t: "  " },
      { n: 12, mixed: "oops", t: "c" },
      { n: 13, mixed: "4", t: "d" },
      { n: 13, mixed: "4", t: "d" },
      { n: 14, mixed: "5", t: null },
      { n: 1_000, mixed: null, t: "g" },
      { n: null, mixed: "8", t: "h" },
    ];
    const result = await checkDataQuality({ df }, database.context);
    const cells = 24;
    const values = cells - 3;
    const expected = {
      completeness: values / cells,
      uniqueness: 7 / 8,
      type_consistency: (values - 1) / values,
      validity: (values - 2) / values,
    };
    for (const [key, ratio] of Object.entries(expected)) expect(result).toHaveProperty(key, Number(ratio.toFixed(6)));
    const mean = Object.values(expected).reduce((sum, ratio) => sum + ratio, 0) / 4;
    expect(result.score).toBeCloseTo(mean, 5);
    expect(result).toMatchObject({ missing: 3, duplicates: 1, outliers: 1, type_conflicts: 1, rows: 8 });
    expect(result.columns).toEqual({
      n: { type: "integer", missing: 1, blank: 0, outliers: 1, type_conflicts: 0 },
      mixed: { type: "string", missing: 1, blank: 0, outliers: 0, type_conflicts: 1 },
      t: { type: "string", missing: 1, blank: 1, outliers: 0, type_conflicts: 0 },
    });
  });

  it("takes a mostly numeric column with a few texts for text with conflicts", async () => {
    await using database = await openDatabase();
    const df = await database.write("x.csv", "n,d,w\n1,2026-01-05,a\n2,2026-01-06,1\nn/a,soon,b\n4,2026-01-08,c\n");
    const { columns } = await checkDataQuality({ df }, database.context);
    expect(columns.n).toMatchObject({ type: "string", type_conflicts: 1 });
    expect(columns.d).toMatchObject({ type: "string", type_conflicts: 1 });
    expect(columns.w).toMatchObject({ type: "string", type_conflicts: 0 });
  });

  it("calls quality low below the threshold, and not at it", async () => {
    await using database = await openDatabase();
    const df = [{ a: 1 }, { a: null }];
    const { score } = await checkDataQuality({ df }, database.context);
    expect(score).toBe(0.875);
    expect((await checkDataQuality({ df, threshold: 0.875 }, database.context)).low_quality).toBe(false);
    expect((await checkDataQuality({ df, threshold: 0.876 }, database.context)).low_quality).toBe(true);
  });

  it("counts on real data what an independent count finds", async () => {
    await using database = await openDatabase({ roots: [realDataFolder] });
    const result = await checkDataQuality({ df: join(realDataFolder, "movies.json") }, database.context);
    const movies = readPlainJson("movies.json");
    const missing = movies.filter((movie) => movie["Rotten Tomatoes Rating"] === null).length;
    expect(result.rows).toBe(movies.length);
    expect(result.columns["Rotten Tomatoes Rating"]?.missing).toBe(missing);
    const cells = movies.flatMap((movie) => Object.values(movie));
    expect(result.completeness).toBeCloseTo(cells.filter((cell) => cell !== null).length / cells.length, 5);
    expect(result.low_quality).toBe(result.score < 0.9);
  });

  it("finds nothing wrong with a table without rows", async () => {
    await using database = await openDatabase();
    const df = await database.write("x.csv", "a,b\n");
    expect(await checkDataQuality({ df }, database.context)).toMatchObject({ score: 1, low_quality: false, rows: 0 });
  });
});
