import { createTestContext } from "@aiecs/core/testing";
import { createTable } from "@aiecs/core/toolkit";
import { describe, expect, it } from "vitest";
import { readChartTable, readDashboardInput } from "./chart-input.ts";

const analysis = {
  totals: { amount_eur: 1200, orders: 7 },
  growth: -0.125,
  columns: { amount: "amount_eur" },
  by_category: [{ category: "Books", amount_eur: 1200 }],
  by_period: [{ period: "2024-01", amount_eur: 1200 }],
  empty: [],
};

describe("the data of a chart", () => {
  it("[TOOL-3] is a table in any form", async () => {
    await using context = createTestContext({ input: { sales: [{ n: 1 }] } });
    const table = createTable([{ n: 1 }]);
    for (const data of [table, [{ n: 1 }], { df: table, mean: 1 }, "sales"]) {
      expect((await readChartTable(data, context)).table.rows).toBe(1);
    }
  });

  it("of an analysis is the list along time, and says which others there are", async () => {
    await using context = createTestContext();
    const { name, notes } = await readChartTable(analysis, context);
    expect(name).toBe("by_period");
    expect(notes).toEqual(["Of by_category, by_period, by_period is drawn; create_dashboard draws all."]);
  });

  it("for a dashboard is every list and every figure of an analysis", async () => {
    await using context = createTestContext();
    const { sources, figures } = await readDashboardInput(analysis, context);
    expect(sources.map(({ name }) => name)).toEqual(["by_category", "by_period"]);
    expect(figures.map(({ label, text }) => `${label}: ${text}`)).toEqual([
      "Total amount: €1,200",
      "Total orders: 7",
      "Growth: -12.5%",
    ]);
  });

  it("of a sales analysis is called and measured as in the table it was made of", async () => {
    await using context = createTestContext();
    const sales = {
      columns: { amount: "revenue_eur", category: "product_line", date: "day", product: null },
      totals: { net: 90, returns: -10, count: 4, return_count: 1, average: 22.5 },
      growth: 0.1,
      growth_periods: { period: "2026-02", previous: "2026-01" },
      by_category: [{ category: "Books", total: 90 }],
    };
    const { sources, figures } = await readDashboardInput(sales, context);
    expect(sources[0]?.aliases?.get("total")).toBe("revenue_eur");
    expect(figures.map(({ label, text }) => `${label}: ${text}`)).toEqual([
      "Net sales: €90",
      "Returns: -€10",
      "Number of sales: 4",
      "Number of returns: 1",
      "Average sale: €22.50",
      "Growth, 2026-02 over 2026-01: +10.0%",
    ]);
  });

  it("for a dashboard prefers the tables of a result to the one it carries as df", async () => {
    await using context = createTestContext();
    const byPeriod = createTable([{ period: "2024-01", n: 1 }]);
    const { sources } = await readDashboardInput({ df: byPeriod, by_period: byPeriod, rows: 5 }, context);
    expect(sources.map(({ name }) => name)).toEqual(["by_period"]);
    const bare = await readDashboardInput({ df: byPeriod, rows: 5 }, context);
    expect([bare.sources[0]?.name, bare.figures[0]?.text]).toEqual(["data", "5"]);
  });

  it("says what was expected when there is nothing to draw", async () => {
    await using context = createTestContext();
    await expect(readChartTable({ text: "abc" }, context)).rejects.toThrow(
      /^Invalid table: expected a table .* received an object with text$/,
    );
    await expect(readDashboardInput({}, context)).rejects.toThrow(/received an empty object$/);
  });
});
