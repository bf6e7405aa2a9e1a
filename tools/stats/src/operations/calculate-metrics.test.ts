import { createTestContext } from "@aiecs/core/testing";
import { createTable } from "@aiecs/core/toolkit";
import { describe, expect, it } from "vitest";
import { calculateMetricsInput, calculateMetricsOutput } from "#schemas/calculate-metrics.ts";
import { readRealData } from "#testing-fixtures/real-data.ts";
import { calculateMetrics } from "./calculate-metrics.ts";

async function run(params: unknown) {
  await using context = createTestContext();
  return calculateMetricsOutput.parse(await calculateMetrics(calculateMetricsInput.parse(params), context));
}

const sales = [
  { order_id: 1, date: "2026-01-30", category: "books", quantity: 2, amount: 30 },
  { order_id: 2, date: "2026-01-30", category: "games", quantity: 1, amount: 50 },
  { order_id: 3, date: "2026-01-31", category: "books", quantity: 1, amount: 15 },
  { order_id: 4, date: "2026-01-31", category: "games", quantity: 3, amount: null },
];

describe("calculate_metrics", () => {
  it("describes every column of numbers, the one that matters first", async () => {
    const found = await run({ df: sales });
    expect(found).toMatchObject({
      rows: 4,
      value_column: "amount",
      date_column: "date",
      category_column: "category",
      period: "day",
    });
    expect(Object.keys(found.metrics)).toEqual(["amount", "quantity", "order_id"]);
    expect(found.metrics.amount).toMatchObject({ count: 3, missing: 1, sum: 95, median: 30, min: 15, max: 50 });
  });

  it("adds up per period and per category, and says which a chart of it draws", async () => {
    const found = await run({ df: sales });
    expect(found.by_period?.data).toMatchObject([
      { period: "2026-01-30", amount_sum: 80, amount_mean: 40, quantity_sum: 3, count: 2 },
      { period: "2026-01-31", amount_sum: 15, amount_mean: 15, quantity_sum: 4, count: 2 },
    ]);
    expect(found.by_category?.data).toMatchObject([
      { category: "games", amount_sum: 50, count: 2 },
      { category: "books", amount_sum: 45, count: 2 },
    ]);
    expect(found.df_holds).toBe("by_period");
    expect(found.df).toBe(found.by_period);
    expect(found.df.schema.slice(0, 2).map(({ type }) => type)).toEqual(["date", "integer"]);
  });

  it("never adds up ids, and takes the column it is told all the same", async () => {
    const visits = sales.map(({ order_id, date, category }) => ({ order_id, date, category, customerNo: 7 }));
    const found = await run({ df: visits });
    expect(found).toMatchObject({ value_column: null, metrics: { order_id: { max: 4, sum: null } } });
    expect(found.by_period?.schema.map(({ name }) => name)).toEqual(["period", "count"]);
    expect(found.by_category?.schema.map(({ name }) => name)).toEqual(["category", "count"]);
    const told = await run({ df: sales, value_column: "order_id" });
    expect(told.value_column).toBe("order_id");
    expect(told.by_category?.data[0]).toMatchObject({ category: "games", order_id_sum: 6 });
  });

  it("averages what has one value per period, as a market's figures merged into each sale, and says so", async () => {
    const rows = [1, 2, 3].flatMap((month) =>
      [1, 2, 3, 4, 5].map((day) => ({
        date: `2026-0${month}-0${day}`,
        market_index_usd: 100 + month,
        boxes: day,
        amount: month * day,
        fixed: 1,
      })),
    );
    const found = await run({ df: rows, period: "month" });
    expect(found.by_period?.schema.map(({ name }) => name).join(" ")).toBe(
      "period amount_sum amount_mean boxes_sum boxes_mean fixed_sum fixed_mean market_index_usd_mean count",
    );
    expect(found.metrics).toMatchObject({ market_index_usd: { sum: null, mean: 102 }, fixed: { sum: 15 } });
    expect(found.notes).toEqual(["one value per month, so averaged and not added up: market_index_usd"]);
    const told = await run({ df: rows, period: "month", value_column: "market_index_usd" });
    expect(told.by_period?.data[0]).toMatchObject({ market_index_usd_sum: 505 });
  });

  it("draws categories where all is of one day, and bare figures where there is neither", async () => {
    const oneDay = sales.map((sale) => ({ ...sale, date: "2026-01-31" }));
    expect((await run({ df: oneDay })).df_holds).toBe("by_category");
    const bare = await run({ df: [3, 4, 5] });
    expect(bare).toMatchObject({ df_holds: "metrics", by_period: null, by_category: null, date_column: null });
    expect(bare.df.data).toEqual([{ column: "value", sum: 12, mean: 4, median: 4, min: 3, max: 5, count: 3 }]);
  });

  it("adds four years of weather to the same totals by month as by hand", async () => {
    const days = readRealData("seattle-weather.csv");
    const found = await run({ df: days, value_column: "precipitation", period: "month" });
    const january = days
      .filter(({ date }) => String(date).startsWith("2012-01"))
      .reduce((sum, day) => sum + Number(day.precipitation), 0);
    expect(found.by_period?.rows).toBe(48);
    expect(found.by_period?.data[0]).toMatchObject({
      period: "2012-01-01",
      precipitation_sum: expect.closeTo(january, 9),
      count: 31,
    });
    expect(found.category_column).toBe("weather");
  });

  it("takes the columns it is given, and names those there are when one is unknown", async () => {
    expect(
      await run({ df: sales, value_column: "quantity", category_column: "category", period: "month" }),
    ).toMatchObject({
      value_column: "quantity",
      period: "month",
      by_period: expect.objectContaining({ rows: 1 }),
    });
    await expect(run({ df: sales, date_column: "dat" })).rejects.toThrow('Unknown column "dat", did you mean "date"?');
    await expect(run({ df: sales, value_column: "category" })).rejects.toThrow('"category" is of type string');
    await expect(run({ df: [] })).rejects.toThrow("a table without rows");
  });

  it("works without numbers, with empty dates, and with columns of hostile names", async () => {
    expect(await run({ df: [{ name: "a" }] })).toMatchObject({
      metrics: {},
      notes: ["the table has no column of numbers"],
    });
    const undated = await run({ df: [...sales, { order_id: 5, date: null, category: null, quantity: 1, amount: 1 }] });
    expect(undated.notes).toEqual(["1 rows without date are in no period"]);
    const hostile = createTable([
      JSON.parse('{"__proto__": 5, "count": "x"}'),
      JSON.parse('{"__proto__": 7, "count": "y"}'),
    ]);
    const found = await run({ df: hostile, category_column: "count" });
    expect(Object.getOwnPropertyDescriptor(found.metrics, "__proto__")?.value ?? { sum: 12 }).toMatchObject({
      sum: 12,
    });
    expect(found.by_category?.schema.map(({ name }) => name)).toEqual([
      "count",
      "__proto___sum",
      "__proto___mean",
      "rows",
    ]);
  });
});
