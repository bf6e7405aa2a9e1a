import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDatabase } from "#testing-fixtures/open-database.ts";
import { readPlainCsv, realDataFolder } from "#testing-fixtures/real-data.ts";
import { type GroupAnalysisParams, groupAnalysis } from "./group-analysis.ts";

const sales = [
  { shop: "b", item: "tea", price: 2, day: "2026-01-02", sold: 1 },
  { shop: "a", item: "tea", price: null, day: "2026-01-01", sold: 2 },
  { shop: "b", item: "jam", price: 4, day: "2026-01-03", sold: 3 },
  { shop: null, item: "jam", price: 8, day: "2026-01-04", sold: 4 },
];

async function group(params: Omit<GroupAnalysisParams, "df">, df: GroupAnalysisParams["df"] = sales) {
  await using database = await openDatabase();
  const table = await groupAnalysis({ df, ...params }, database.context);
  return { table, records: await table.records(), names: table.schema.map(({ name }) => name) };
}

describe("group_analysis", () => {
  it("gives count, sum, mean, min and max of all numbers, ordered by group", async () => {
    const { records, names } = await group({ group_by: "shop" });
    expect(names).toEqual([
      "shop",
      "count",
      ...["price", "sold"].flatMap((name) => ["count", "sum", "mean", "min", "max"].map((part) => `${name}_${part}`)),
    ]);
    expect(
      records.map(({ shop, count, price_count, price_sum, price_mean, sold_sum }) => [
        shop,
        count,
        price_count,
        price_sum,
        price_mean,
        sold_sum,
      ]),
    ).toEqual([
      ["a", 1, 0, null, null, 2],
      ["b", 2, 2, 6, 3, 4],
      [null, 1, 1, 8, 8, 4],
    ]);
  });

  it("groups by several columns and computes what is asked for", async () => {
    const { records } = await group({
      group_by: ["item", "shop"],
      aggregations: { price: ["sum"], day: ["min", "nunique"], item: ["first"] },
    });
    expect(records).toEqual([
      { item: "jam", shop: "b", count: 1, price_sum: 4, day_min: "2026-01-03", day_nunique: 1, item_first: "jam" },
      { item: "jam", shop: null, count: 1, price_sum: 8, day_min: "2026-01-04", day_nunique: 1, item_first: "jam" },
      { item: "tea", shop: "a", count: 1, price_sum: null, day_min: "2026-01-01", day_nunique: 1, item_first: "tea" },
      { item: "tea", shop: "b", count: 1, price_sum: 2, day_min: "2026-01-02", day_nunique: 1, item_first: "tea" },
    ]);
    const chosen = await group({ group_by: "item", values: "sold", aggregations: ["median", "std", "last"] });
    expect(chosen.records).toEqual([
      { item: "jam", count: 2, sold_median: 3.5, sold_std: Math.SQRT1_2, sold_last: 4 },
      { item: "tea", count: 2, sold_median: 1.5, sold_std: Math.SQRT1_2, sold_last: 2 },
    ]);
  });

  it("leaves out by default what a type does not have, and refuses it when asked for", async () => {
    const { names } = await group({ group_by: "shop", values: ["day", "item"] });
    expect(names).toEqual(["shop", "count", "day_count", "day_min", "day_max", "item_count", "item_min", "item_max"]);
    await expect(group({ group_by: "shop", values: "item", aggregations: ["mean"] })).rejects.toThrow(
      /aggregations: mean needs numbers, but item is of type string/,
    );
    await expect(group({ group_by: "shopp" })).rejects.toThrow(/did you mean "shop"/);
    await expect(group({ group_by: "shop", aggregations: { cost: ["sum"] } })).rejects.toMatchObject({ code: "E001" });
  });

  it("keeps names apart", async () => {
    const { records } = await group({ group_by: "count", values: "n", aggregations: ["sum"] }, [{ count: 1, n: 2 }]);
    expect(records).toEqual([{ count: 1, count_1: 1, n_sum: 2 }]);
  });

  it("[TOOL-4] shows all of at most 1,000 groups in data, the first 100 of more", async () => {
    const rows = (count: number) => Array.from({ length: count }, (_, index) => ({ key: index, n: 1 }));
    expect((await group({ group_by: "key" }, rows(1_000))).table).toMatchObject({ truncated: false });
    const { table } = await group({ group_by: "key" }, rows(1_001));
    expect([table.data.length, table.truncated]).toEqual([100, true]);
  });

  it("agrees with an independent computation on real data", async () => {
    await using database = await openDatabase({ roots: [realDataFolder] });
    const df = join(realDataFolder, "stocks.csv");
    const table = await groupAnalysis({ df, group_by: "symbol", values: "price" }, database.context);
    const prices = Map.groupBy(readPlainCsv("stocks.csv"), ({ symbol }) => symbol);
    const records = await table.records();
    expect(records.map(({ symbol }) => symbol)).toEqual([...prices.keys()].toSorted());
    for (const record of records) {
      const values = prices.get(String(record.symbol))?.map(({ price }) => Number(price)) ?? [];
      const sum = values.reduce((total, value) => total + value, 0);
      expect(record).toMatchObject({
        count: values.length,
        price_min: Math.min(...values),
        price_max: Math.max(...values),
      });
      expect(record.price_sum).toBeCloseTo(sum, 6);
      expect(record.price_mean).toBeCloseTo(sum / values.length, 9);
    }
  });

  it("[TOOL-8] gives the same sums each time, whatever thread adds what", async () => {
    await using database = await openDatabase();
    const lines = Array.from({ length: 400_000 }, (_, index) => `${index % 3},${Math.sin(index) * 10 ** (index % 12)}`);
    const df = await database.write("x.csv", `g,x\n${lines.join("\n")}\n`);
    const first = await (await groupAnalysis({ df, group_by: "g", values: "x" }, database.context)).records();
    for (let round = 0; round < 3; round++) {
      const again = await groupAnalysis({ df, group_by: "g", values: "x" }, database.context);
      expect(await again.records()).toEqual(first);
    }
  });
});
