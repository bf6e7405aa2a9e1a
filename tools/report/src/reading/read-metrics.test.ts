import { createTestContext } from "@aiecs/core/testing";
import { createTable } from "@aiecs/core/toolkit";
import { describe, expect, it } from "vitest";
import type { Block } from "#blocks/block.ts";
import { plainText } from "#blocks/text.ts";
import { readMetrics } from "./read-metrics.ts";

const headings = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => (block.t === "heading" ? [plainText(block.c)] : []));
const rowsOf = (blocks: readonly Block[]): unknown[] =>
  blocks.flatMap((block) => (block.t === "table" ? [[block.header, ...block.rows]] : []));

describe("the figures of a report", () => {
  it("of calculate_metrics are its tables, and the leading column first", async () => {
    await using context = createTestContext();
    const byPeriod = createTable([{ period: "2026-01-01", revenue_eur_sum: 30.5, count: 2 }]);
    const { figures, blocks, notes } = await readMetrics(
      {
        rows: 3,
        metrics: {
          revenue_eur: {
            count: 2,
            missing: 1,
            sum: 30.5,
            mean: 15.25,
            median: 15.25,
            min: 10,
            max: 20.5,
            kurtosis: null,
          },
        },
        value_column: "revenue_eur",
        by_period: byPeriod,
        by_category: null,
        df: byPeriod,
        df_holds: "by_period",
        notes: ["one row has no date"],
      },
      context,
    );
    expect(figures.map(({ label, text }) => `${label}: ${text}`)).toEqual([
      "Total revenue: €30.50",
      "Average revenue: €15.25",
      "Median revenue: €15.25",
      "Highest revenue: €20.50",
      "Lowest revenue: €10",
      "Rows: 3",
    ]);
    expect(headings(blocks)).toEqual(["Metrics", "By period", "About these figures"]);
    expect(rowsOf(blocks)).toEqual([
      [
        ["", "Revenue"],
        ["Count", "2"],
        ["Missing", "1"],
        ["Total", "€30.50"],
        ["Average", "€15.25"],
        ["Median", "€15.25"],
        ["Lowest", "€10.00"],
        ["Highest", "€20.50"],
        ["Kurtosis", "–"],
      ],
      [
        ["Period", "Total revenue", "Count"],
        ["2026-01-01", "€30.50", "2"],
      ],
      [
        ["Figure", "Value"],
        ["Rows", "3"],
        ["Value column", "revenue_eur"],
      ],
    ]);
    expect(notes).toEqual(["one row has no date"]);
  });

  it("of calculate_metrics name the periods that dates begin", async () => {
    await using context = createTestContext();
    const byPeriod = createTable([{ period: "2026-01-01", orders: 3 }]);
    expect(byPeriod.schema[0]?.type).toBe("date");
    const { blocks } = await readMetrics({ period: "month", by_period: byPeriod }, context);
    expect(rowsOf(blocks)[0]).toEqual([
      ["Period", "Orders"],
      ["Jan 2026", "3"],
    ]);
  });

  it("of analyze_sales are called and measured as in the table it was made of", async () => {
    await using context = createTestContext();
    const { figures, blocks } = await readMetrics(
      {
        columns: { amount: "revenue_usd", category: "line" },
        totals: { net: 90, returns: -10, count: 4, average: 22.5 },
        growth: -0.05,
        growth_periods: { period: "2026-02", previous: "2026-01" },
        by_category: [{ category: "Books", total: 90, share: 1 }],
      },
      context,
    );
    expect(figures.map(({ label, text }) => `${label}: ${text}`)).toEqual([
      "Net sales: $90",
      "Returns: -$10",
      "Number of sales: 4",
      "Average sale: $22.50",
      "Growth, 2026-02 over 2026-01: -5.0%",
    ]);
    expect(rowsOf(blocks)).toContainEqual([
      ["Line", "Revenue", "Share"],
      ["Books", "$90", "100.0%"],
    ]);
  });

  it("of any plain object are a table", async () => {
    await using context = createTestContext();
    const { figures, blocks } = await readMetrics(
      { orders: 31, open: true, best_day: "Monday", tags: ["a", "b"], nested: { deep: { x: 1 } }, nothing: null },
      context,
    );
    expect(figures).toEqual([{ label: "Orders", text: "31" }]);
    expect(rowsOf(blocks)).toContainEqual([
      ["Figure", "Value"],
      ["Orders", "31"],
      ["Open", "yes"],
      ["Best day", "Monday"],
      ["Tags", "a, b"],
    ]);
  });

  it("of a table are its rows; what does not fit is said", async () => {
    await using context = createTestContext();
    const rows = Array.from({ length: 100 }, (_, row) => ({ row, value: null }));
    const { blocks } = await readMetrics(createTable(rows), context);
    expect(rowsOf(blocks)).toHaveLength(1);
    expect(blocks.at(-1)).toMatchObject({ t: "par", c: [{ v: "Shown: the first 62 rows of 100 rows." }] });
    expect(rowsOf((await readMetrics(rows.slice(0, 1), context)).blocks)).toEqual([
      [
        ["Row", "Value"],
        ["0", "–"],
      ],
    ]);
  });

  it("are a result with figures, or nothing", async () => {
    await using context = createTestContext();
    await expect(readMetrics(5, context)).rejects.toThrow(/^Invalid table: expected a table/);
  });
});
