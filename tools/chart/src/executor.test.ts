import { createExecutor, type Tool } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import chartTool from "./index.ts";

/** The other tool stands beside this one, and neither depends on the other. */
const { default: statsTool }: { readonly default: Tool } = await import(
  new URL("../../stats/src/index.ts", import.meta.url).href
);

/** `revenue` and `ordered_on` are what a chart would choose by itself. */
const orders = Array.from({ length: 24 }, (_, month) => ({
  ordered_on: new Date(Date.UTC(2024, 0, 1 + month)).toISOString().slice(0, 10),
  shipped_on: new Date(Date.UTC(2025, month, 1)).toISOString().slice(0, 10),
  revenue: 1000 - 10 * month + (month % 3),
  parcels: 50 + 5 * month + (month % 2),
}));

async function chartOf(trends: object, chart: object = {}) {
  await using executor = createExecutor({ tools: [chartTool, statsTool] });
  const steps = await executor.executeOperationsSequence([
    { operation: "stats_tool.calculate_trends", params: { data: orders, ...trends } },
    { operation: "chart_tool.create_trend_analysis", params: { data: "$result[0]", ...chart } },
  ]);
  expect(steps.map(({ errorMessage }) => errorMessage)).toEqual([null, null]);
  return steps.map(({ result }) => Object(result) as Record<string, unknown>);
}

describe("create_trend_analysis of what stats_tool.calculate_trends returned", () => {
  it("[TOOL-3] draws the columns whose trend was calculated", async () => {
    const [trends, chart] = await chartOf({ value_column: "parcels", time_column: "shipped_on" });
    expect(trends).toMatchObject({ trend: "increasing", value_column: "parcels", time_column: "shipped_on" });
    expect(chart).toMatchObject({ x: "shipped_on", y: "parcels", basis: "time", points: 24, notes: [] });
    expect(chart).toMatchObject({ trend: { direction: "increasing", per: "month" } });
    expect(chart?.alt).toContain("Trend of parcels by month");
  });

  it("draws the columns that were recognised, too, and the chart's own parameters win", async () => {
    const [trends, chart] = await chartOf({});
    expect(chart).toMatchObject({ x: trends?.time_column, y: trends?.value_column });
    const [, other] = await chartOf({ value_column: "parcels" }, { y: "revenue", x: "shipped_on" });
    expect(other).toMatchObject({ x: "shipped_on", y: "revenue", trend: { direction: "decreasing" } });
  });

  it("draws the rows in their order where the trend was that of the order", async () => {
    const numbers = orders.map(({ parcels, revenue }, row) => ({ shop: `no. ${row % 2}`, revenue, parcels }));
    const [trends, chart] = await chartOf({ data: numbers, value_column: "parcels" });
    expect(trends).toMatchObject({ time_column: null });
    expect(chart).toMatchObject({ x: null, y: "parcels", basis: "order" });
  });

  it("says that several series are drawn as one", async () => {
    const shops = orders.flatMap((order) => [
      { ...order, shop: "north" },
      { ...order, shop: "south", parcels: order.parcels + 3 },
    ]);
    const [trends, chart] = await chartOf({ data: shops, value_column: "parcels", series_column: "shop" });
    expect(trends).toMatchObject({ series_column: "shop" });
    expect(chart?.notes).toContain("The analysis tells series apart by shop; they are drawn as one.");
  });
});
