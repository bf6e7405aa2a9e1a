import { join } from "node:path";
import { expect, it, describe as suite } from "vitest";
import { openDatabase } from "#testing-fixtures/open-database.ts";
import { readPlainCsv, realDataFolder } from "#testing-fixtures/real-data.ts";
import { describe } from "./describe.ts";

/** Quantiles by linear interpolation between order statistics, as R's type 7. */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

suite("describe", () => {
  it("agrees with an independent computation on real data", async () => {
    await using database = await openDatabase({ roots: [realDataFolder] });
    const result = await describe({ df: join(realDataFolder, "seattle-weather.csv") }, database.context);
    const values = readPlainCsv("seattle-weather.csv").map((record) => Number(record.temp_max));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const sorted = values.toSorted((a, b) => a - b);
    const summary = result.columns.temp_max;
    expect(result.rows).toBe(values.length);
    expect(summary).toMatchObject({
      type: "number",
      count: values.length,
      missing: 0,
      min: sorted[0],
      max: sorted.at(-1),
    });
    expect(summary?.mean).toBeCloseTo(mean, 9);
    expect(summary?.std).toBeCloseTo(Math.sqrt(squares / (values.length - 1)), 9);
    expect(summary?.q1).toBeCloseTo(quantile(sorted, 0.25), 9);
    expect(summary?.median).toBeCloseTo(quantile(sorted, 0.5), 9);
    expect(summary?.q3).toBeCloseTo(quantile(sorted, 0.75), 9);
    expect(result.columns.date).toEqual({
      type: "date",
      count: 1461,
      missing: 0,
      min: "2012-01-01",
      max: "2015-12-31",
    });
    const days = Map.groupBy(readPlainCsv("seattle-weather.csv"), ({ weather }) => weather);
    const counts = [...days].map(([weather, list]) => ({ weather, count: list.length }));
    const [top] = counts.toSorted((a, b) => b.count - a.count || String(a.weather).localeCompare(String(b.weather)));
    expect(result.columns.weather).toMatchObject({ unique: days.size, top: top?.weather, frequency: top?.count });
  });

  it("has null for what columns without values do not have", async () => {
    await using database = await openDatabase();
    const path = await database.write("x.csv", "n,s,one,__proto__\n,,5,1\n,,,2\n");
    const result = await describe({ df: path }, database.context);
    expect(result.columns.n).toEqual({ type: "string", count: 0, missing: 2, unique: 0, top: null, frequency: 0 });
    expect(result.columns.one).toEqual({
      type: "integer",
      count: 1,
      missing: 1,
      mean: 5,
      std: null,
      min: 5,
      q1: 5,
      median: 5,
      q3: 5,
      max: 5,
    });
    expect(Object.keys(result.columns)).toEqual(["n", "s", "one", "__proto__"]);
  });

  it("describes the columns asked for, in their order", async () => {
    await using database = await openDatabase();
    const df = [{ a: 1, b: true, c: { x: 1 } }];
    const { context } = database;
    expect(Object.keys((await describe({ df, columns: ["c", "a"] }, context)).columns)).toEqual(["c", "a"]);
    expect((await describe({ df, columns: "b" }, context)).columns).toEqual({
      b: { type: "boolean", count: 1, missing: 0, unique: 1, top: true, frequency: 1 },
    });
    await expect(describe({ df, columns: ["d"] }, context)).rejects.toMatchObject({ code: "E001" });
  });

  it("describes a table without rows", async () => {
    await using database = await openDatabase();
    const path = await database.write("x.csv", "a,b\n");
    expect(await describe({ df: path }, database.context)).toMatchObject({
      rows: 0,
      columns: { a: { count: 0, missing: 0, top: null } },
    });
  });
});
