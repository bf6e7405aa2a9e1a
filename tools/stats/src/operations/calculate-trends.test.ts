import { createTestContext } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { calculateTrendsInput, calculateTrendsOutput } from "#schemas/calculate-trends.ts";
import { airPassengers, nile } from "#testing-fixtures/known-series.ts";
import { createNoise, series } from "#testing-fixtures/noise.ts";
import { readRealData } from "#testing-fixtures/real-data.ts";
import { calculateTrends } from "./calculate-trends.ts";

async function run(params: unknown) {
  await using context = createTestContext();
  return calculateTrendsOutput.parse(await calculateTrends(calculateTrendsInput.parse(params), context));
}

describe("calculate_trends", () => {
  it("describes the Nile: falling, and where it fell", async () => {
    const found = await run({ data: [...nile] });
    expect(found).toMatchObject({
      trend: "decreasing",
      direction: "decreasing",
      significant: true,
      p_value: expect.closeTo(3.658262921657496e-5, 15),
      slope: -2.6,
      slope_unit: "sample",
      samples: 100,
      value_column: "value",
      time_column: null,
      period: null,
    });
    expect(found.change_points.map(({ index }) => index)).toEqual([28]);
  });

  it("reads sixty years of carbon dioxide: its rise per year, its season, over missing months", async () => {
    const found = await run({ data: readRealData("co2-concentration.csv"), value_column: "CO2" });
    expect(found).toMatchObject({ trend: "increasing", slope_unit: "year", period: 12, time_column: "Date" });
    expect(found.slope).toBeCloseTo(1.57, 2);
    expect(found.change_points.every((change) => change.slope_after > 0)).toBe(true);
  });

  it("dates the turns of US employment in the crisis of 2008", async () => {
    const { change_points } = await run({ data: readRealData("us-employment.csv"), value_column: "nonfarm" });
    expect(change_points.map(({ time }) => time)).toEqual(["2008-04-01", "2010-01-01"]);
  });

  it("tells the season of the airline passengers from their growth", async () => {
    const data = [...airPassengers].map((passengers, month) => ({
      month: new Date(Date.UTC(1949, month)).toISOString(),
      passengers,
    }));
    expect(await run({ data })).toMatchObject({
      trend: "increasing",
      period: 12,
      significant: true,
      slope_unit: "year",
    });
  });

  it("gives each share of a long table its own trend, the clearest above", async () => {
    const found = await run({ data: readRealData("stocks.csv") });
    expect(found.series_column).toBe("symbol");
    expect(found.by_series.map(({ series, trend }) => [series, trend])).toEqual([
      ["MSFT", "no_trend"],
      ["AMZN", "increasing"],
      ["IBM", "increasing"],
      ["GOOG", "increasing"],
      ["AAPL", "increasing"],
    ]);
    expect(found.p_value).toBe(Math.min(...found.by_series.map(({ p_value }) => p_value)));
  });

  it("says for one, two and equal samples that there is no trend", async () => {
    expect(await run({ data: [5] })).toMatchObject({
      samples: 1,
      trend: "no_trend",
      slope: null,
      notes: ["too few samples for a trend: 1, and at least 5 are needed"],
    });
    expect(await run({ data: [5, 7] })).toMatchObject({
      samples: 2,
      trend: "no_trend",
      direction: "increasing",
      slope: 2,
    });
    expect(await run({ data: new Array(40).fill(3) })).toMatchObject({
      trend: "no_trend",
      slope: 0,
      p_value: 1,
      change_points: [],
    });
  });

  it("warns that a random walk's trend may be drift", async () => {
    const noise = createNoise(12);
    let level = 0;
    const found = await run({ data: [...series(300, () => (level += noise()))] });
    expect(found.autocorrelation).toBeGreaterThan(0.9);
    expect(found.significant && found.p_value_adjusted >= 0.05).toBe(true);
    expect(found.notes[0]).toContain("mere drift");
  });

  it("takes irregular times as they are", async () => {
    const noise = createNoise(9);
    const data = Array.from({ length: 80 }, (_, index) => {
      const hours = index * index * 0.1;
      return { time: new Date(hours * 3_600_000).toISOString(), value: 3 * hours + 0.01 * noise() };
    });
    expect((await run({ data })).slope).toBeCloseTo(3, 1);
  });

  it("[TOOL-4] holds no number that JSON cannot carry", async () => {
    for (const data of [[1], [0, 0], [1e150, -1e150, 1e150, 5, 1e150, -1e150, 7, 8, 9, 1e-300], [...nile]]) {
      const found = await run({ data });
      expect(JSON.parse(JSON.stringify(found))).toMatchObject({
        p_value: found.p_value,
        slope: found.slope,
        mean: found.mean,
      });
    }
  });

  it("[TOOL-8] tells how far it is, and gives the same answer twice", async () => {
    const noise = createNoise(2);
    const params = calculateTrendsInput.parse({ data: [...series(5_000, (index) => index * 0.01 + noise())] });
    await using context = createTestContext();
    const { df: _, ...first } = await calculateTrends(params, context);
    const { df: __, ...second } = await calculateTrends(params, context);
    expect(first).toEqual(second);
    expect(first.slope_method).toBe("sampled");
    expect(context.progressed[0]).toEqual({ fraction: 0, message: "Trend of value" });
  });

  it("[TOOL-8] stops a long series on abort", async () => {
    await using context = createTestContext();
    const params = calculateTrendsInput.parse({ data: [...series(200_000, (index) => index % 17)] });
    const reason = new Error("the caller left");
    const running = calculateTrends(params, context);
    setImmediate(() => context.abort(reason));
    await expect(running).rejects.toBe(reason);
  });

  it("refuses what is no data, naming what it takes", () => {
    for (const data of [5, true, null, ["a"], "", undefined]) {
      expect(calculateTrendsInput.safeParse({ data }).error?.issues[0]?.message).toContain("expected a table");
    }
    expect(calculateTrendsInput.safeParse({ data: [1], alpha: 1 }).success).toBe(false);
  });
});
