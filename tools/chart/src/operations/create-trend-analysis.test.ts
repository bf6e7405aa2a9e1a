import { readFile } from "node:fs/promises";
import { createTestContext } from "@aiecs/core/testing";
import { createTable } from "@aiecs/core/toolkit";
import { describe, expect, it } from "vitest";
import { trendAnalysisResult } from "#schemas/create-trend-analysis.ts";
import { createTrendAnalysis } from "./create-trend-analysis.ts";

const days = Array.from({ length: 60 }, (_, day) => ({
  date: new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10),
  visits: 100 + 3 * day + (day % 2 === 0 ? 5 : -5),
}));

describe("create_trend_analysis", () => {
  it("draws a series, its moving average and its trend", async () => {
    await using context = createTestContext();
    const result = await createTrendAnalysis({ data: days }, context);
    expect(result).toMatchObject({
      kind: "line",
      basis: "time",
      window: 7,
      points: 60,
      trend: { direction: "increasing", per: "day" },
    });
    expect(result.trend?.slope).toBeCloseTo(3, 1);
    expect(result.alt).toMatch(/The trend is increasing: 3 per day|The trend is increasing: 2\.99 per day/);
    const svg = await readFile(result.svg.path, "utf8");
    for (const text of ["Trend of visits by day", "Visits", "7-day average", "Linear trend"])
      expect(svg).toContain(`>${text}<`);
    expect(trendAnalysisResult.safeParse(result).error).toBeUndefined();
  });

  it("compares categories with their mean where there is no time, and says so", async () => {
    await using context = createTestContext();
    const groups = createTable([
      { category: "Toys", count: 2, amount_sum: 300, amount_mean: 150 },
      { category: "Books", count: 9, amount_sum: 900, amount_mean: 100 },
    ]);
    const result = await createTrendAnalysis({ data: groups }, context);
    expect(result).toMatchObject({ kind: "bar", basis: "category", trend: null, window: null, y: "amount_sum" });
    expect(result.alt).toContain("Books: 900 (75.0%); Toys: 300 (25.0%). Mean of the 2 drawn 600; 1 above it.");
    expect(result.notes[0]).toBe(
      "The data has no time column, so there is no trend to draw: Total amount is compared by category, the largest first, with the mean as a line.",
    );
    expect(await readFile(result.svg.path, "utf8")).toContain(">mean 600<");
  });

  it("follows the rows where there is neither time nor category", async () => {
    await using context = createTestContext();
    const result = await createTrendAnalysis({ data: days.map(({ visits }) => ({ visits })) }, context);
    expect(result).toMatchObject({ basis: "order", x: null, trend: { per: null } });
    expect(result.notes).toEqual(["The data has no time column: rows are taken in their order."]);
  });

  it("averages what does not add up", async () => {
    await using context = createTestContext();
    const readings = [1, 1, 2, 2].flatMap((day) => [{ time: `2024-01-0${day}T00:00`, cpu_percent: 10 * day }]);
    const result = await createTrendAnalysis({ data: readings }, context);
    expect([result.aggregation, result.alt]).toEqual(["mean", expect.stringContaining("10%")]);
  });

  it.each([0, 1, 2])("draws %d rows", async (count) => {
    await using context = createTestContext();
    const result = await createTrendAnalysis({ data: days.slice(0, count), title: "Visits" }, context);
    expect(result.points).toBe(count);
    expect(result.png.bytes).toBeGreaterThan(1000);
    expect(result.trend === null).toBe(count < 2);
  });
});
