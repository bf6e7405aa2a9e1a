import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDatabase } from "#testing-fixtures/open-database.ts";
import { readPlainCsv, realDataFolder } from "#testing-fixtures/real-data.ts";
import { type AnalyzeSalesParams, analyzeSales } from "./analyze-sales.ts";

const day = (date: Date): string => date.toISOString().slice(0, 10);

/** Daily sales from 1 January 2026 on, for so many days. */
function dailySales(days: number) {
  return Array.from({ length: days }, (_, index) => ({
    order_date: day(new Date(Date.UTC(2026, 0, 1 + index))),
    category: ["tea", "cups", "books"][Math.min(index % 5, 2)],
    product: `P${index % 7}`,
    quantity: (index % 4) + 1,
    amount: index % 10 === 9 ? -5.25 : 10 + (index % 13) * 1.1,
  }));
}

async function analyze(df: AnalyzeSalesParams["df"], params: Omit<AnalyzeSalesParams, "df"> = {}) {
  await using database = await openDatabase({ roots: [realDataFolder] });
  return await analyzeSales({ df, ...params }, database.context);
}

describe("analyze_sales", () => {
  it("sums net of returns: in all, by month, by category, by product", async () => {
    const sales = dailySales(90);
    const result = await analyze(sales);
    const sum = (rows: readonly { amount: number }[]): number => rows.reduce((total, { amount }) => total + amount, 0);
    expect(result.columns).toEqual({
      date: "order_date",
      amount: "amount",
      quantity: "quantity",
      price: null,
      category: "category",
      product: "product",
    });
    expect(result).toMatchObject({ rows: 90, amount_source: "column", period: "month", notes: [] });
    expect(result.totals.net).toBeCloseTo(sum(sales), 5);
    expect(result.totals.gross).toBeCloseTo(sum(sales.filter(({ amount }) => amount > 0)), 5);
    expect(result.totals).toMatchObject({ returns: -47.25, count: 90, return_count: 9 });
    expect(result.totals.quantity).toBe(sales.reduce((total, { quantity }) => total + quantity, 0));
    const months = Map.groupBy(sales, ({ order_date }) => order_date.slice(0, 7));
    expect(result.by_period.map(({ period, count, full }) => ({ period, count, full }))).toEqual([
      { period: "2026-01", count: 31, full: true },
      { period: "2026-02", count: 28, full: true },
      { period: "2026-03", count: 31, full: true },
    ]);
    for (const { period, total } of result.by_period) expect(total).toBeCloseTo(sum(months.get(period) ?? []), 5);
    const [january, february, march] = [...months.values()].map(sum);
    expect(january).toBeGreaterThan(0);
    expect(result.growth).toBeCloseTo(((march ?? 0) - (february ?? 0)) / (february ?? 1), 5);
    expect(result.growth_periods).toEqual({ period: "2026-03", previous: "2026-02" });
    const categories = [...Map.groupBy(sales, ({ category }) => category)].map(([category, rows]) => ({
      category,
      total: sum(rows),
    }));
    const ranked = categories.toSorted((a, b) => b.total - a.total);
    expect(result.by_category.map(({ category }) => category)).toEqual(ranked.map(({ category }) => category));
    expect(result.by_category.reduce((total, { share }) => total + (share ?? 0), 0)).toBeCloseTo(1, 5);
    const products = [...Map.groupBy(sales, ({ product }) => product)].map(([product, rows]) => ({
      product,
      total: sum(rows),
    }));
    const best = products.toSorted((a, b) => b.total - a.total).slice(0, 5);
    expect(result.top_products.map(({ product }) => product)).toEqual(best.map(({ product }) => product));
    for (const [at, { total }] of result.top_products.entries()) expect(total).toBeCloseTo(best[at]?.total ?? 0, 5);
  });

  it("compares the last full period with the one before", async () => {
    const result = await analyze(dailySales(70));
    expect(result.by_period.map(({ full }) => full)).toEqual([true, true, false]);
    expect(result.growth_periods).toEqual({ period: "2026-02", previous: "2026-01" });
  });

  it("takes a month for full when the shop was only closed at its end", async () => {
    const weekdays = dailySales(90).filter(({ order_date }) => ![0, 6].includes(new Date(order_date).getUTCDay()));
    const untilFriday30January = weekdays.filter(({ order_date }) => order_date <= "2026-01-30");
    expect((await analyze(untilFriday30January)).by_period[0]).toMatchObject({ full: true });
    const untilThursday = weekdays.filter(({ order_date }) => order_date <= "2026-01-29");
    expect((await analyze(untilThursday)).by_period[0]?.full).toBe(true);
    const untilMonday = weekdays.filter(({ order_date }) => order_date <= "2026-01-26");
    expect((await analyze(untilMonday)).by_period[0]?.full).toBe(false);
  });

  it.each([
    ["day", "2026-01-01", 40],
    ["week", "2026-W01", 7],
    ["month", "2026-01", 2],
    ["quarter", "2026-Q1", 1],
    ["year", "2026", 1],
  ] as const)("sums by %s", async (period, first, count) => {
    const { by_period } = await analyze(dailySales(40), { period });
    expect(by_period[0]?.period).toBe(first);
    expect(by_period).toHaveLength(count);
  });

  it("multiplies quantity by unit price when there is no amount, and says so", async () => {
    const result = await analyze([
      { InvoiceDate: "2026-01-05T10:00:00", Description: "Mug", Quantity: 3, UnitPrice: 2.5, CustomerID: 17 },
      { InvoiceDate: "2026-01-06T11:00:00", Description: "Mug", Quantity: -1, UnitPrice: 2.5, CustomerID: 17 },
      { InvoiceDate: "2026-01-06T12:00:00", Description: "Tea", Quantity: 2, UnitPrice: null, CustomerID: 18 },
    ]);
    expect(result.amount_source).toBe("quantity_times_price");
    expect(result.columns).toMatchObject({
      date: "InvoiceDate",
      amount: null,
      quantity: "Quantity",
      price: "UnitPrice",
      product: "Description",
    });
    expect(result.totals).toEqual({
      net: 5,
      gross: 7.5,
      returns: -2.5,
      count: 2,
      return_count: 1,
      quantity: 4,
      average: 2.5,
    });
    expect(result.notes).toEqual(["Rows without an amount, which count for nothing: 1"]);
  });

  it("counts a positive amount with a negative quantity as a return", async () => {
    const { totals } = await analyze([
      { date: "2026-01-05", revenue: 10, qty: 1 },
      { date: "2026-01-06", revenue: 4, qty: -1 },
    ]);
    expect(totals).toMatchObject({ net: 6, returns: -4 });
  });

  it("takes the columns it is told, and refuses wrong ones", async () => {
    const sales = [{ when: "2026-01-05", a: 1, b: 2, kind: "x", label: "y" }];
    const told = { date_column: "when", amount_column: "b", category_column: "kind", product_column: "label" };
    expect(await analyze(sales, told)).toMatchObject({
      columns: { date: "when", amount: "b", category: "kind", product: "label" },
      totals: { net: 2 },
    });
    await expect(analyze(sales, { amount_column: "kind" })).rejects.toThrow(
      /amount_column: expected a numeric column, but kind is of type string/,
    );
    await expect(analyze(sales, { date_column: "kind" })).rejects.toThrow(
      /date_column: expected a date or datetime column/,
    );
    await expect(analyze(sales, { product_column: "labels" })).rejects.toThrow(/did you mean "label"/);
  });

  it("says what is missing when nothing can be an amount", async () => {
    await expect(analyze([{ name: "x", day: "2026-01-05" }])).rejects.toThrow(
      /No column holds sales amounts: .*amount_column.*name \(string\), day \(date\)/,
    );
  });

  it("does without dates, categories and products", async () => {
    const result = await analyze([{ total: 5 }, { total: -2 }]);
    expect(result).toMatchObject({
      totals: { net: 3 },
      by_period: [],
      growth: null,
      growth_periods: null,
      by_category: [],
      top_products: [],
    });
    expect(result.notes).toEqual(["No column holds dates: nothing was summed by period"]);
  });

  it("has no growth without a period before, after a gap, or from nothing", async () => {
    const months = (...totals: [string, number][]) => totals.map(([date, amount]) => ({ date, amount }));
    expect((await analyze(months(["2026-01-01", 5]))).growth).toBeNull();
    expect((await analyze(months(["2026-01-01", 5], ["2026-03-01", 6], ["2026-04-01", 0]))).growth).toBe(-1);
    expect((await analyze(months(["2026-01-01", 0], ["2026-02-01", 6]))).growth).toBeNull();
    expect((await analyze(months(["2026-01-01", 5], ["2026-02-01", 6], ["2026-04-01", 7]))).growth).toBeNull();
  });

  it("leaves undated rows out of periods and says so", async () => {
    const result = await analyze([
      { date: "2026-01-05", amount: 1 },
      { date: null, amount: 2 },
    ]);
    expect(result.totals.net).toBe(3);
    expect(result.by_period.map(({ total }) => total)).toEqual([1]);
    expect(result.notes).toEqual(["Rows without a date, which are in no period: 1"]);
  });

  it("sums a table without rows to nothing", async () => {
    await using database = await openDatabase();
    const df = await database.write("x.csv", "date,amount,category\n");
    const told = { amount_column: "amount" };
    await expect(analyzeSales({ df, ...told }, database.context)).rejects.toThrow(/amount is of type string/);
  });

  it("agrees with an independent computation on real data", async () => {
    const result = await analyze(join(realDataFolder, "stocks.csv"), { product_column: "symbol", period: "year" });
    const prices = readPlainCsv("stocks.csv");
    const total = prices.reduce((sum, { price }) => sum + Number(price), 0);
    expect(result.columns).toMatchObject({ date: "date", amount: "price", product: "symbol" });
    expect(result.totals.net).toBeCloseTo(total, 4);
    const of2009 = prices
      .filter(({ date }) => date?.endsWith("2009"))
      .reduce((sum, { price }) => sum + Number(price), 0);
    expect(result.by_period.find(({ period }) => period === "2009")?.total).toBeCloseTo(of2009, 4);
    expect(result.by_period.at(-1)).toMatchObject({ period: "2010", full: false });
    expect(result.growth_periods).toEqual({ period: "2009", previous: "2008" });
    expect(result.top_products.map(({ product }) => product)[0]).toBe("GOOG");
  });
});
