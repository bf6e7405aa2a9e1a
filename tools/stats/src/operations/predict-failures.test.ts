import { createTestContext } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { predictFailuresInput, predictFailuresOutput } from "#schemas/predict-failures.ts";
import { airPassengers } from "#testing-fixtures/known-series.ts";
import { createNoise, series } from "#testing-fixtures/noise.ts";
import { readRealData } from "#testing-fixtures/real-data.ts";
import { predictFailures } from "./predict-failures.ts";

async function run(params: unknown) {
  await using context = createTestContext();
  return predictFailuresOutput.parse(await predictFailures(predictFailuresInput.parse(params), context));
}

const filling = (mount: string, start: number, perDay: number, days = 30) => {
  const noise = createNoise(4);
  return Array.from({ length: days }, (_, day) => ({
    mount,
    used_percent: start + perDay * day + 0.1 * noise(),
    time: new Date(Date.UTC(2026, 0, 1 + day)).toISOString(),
  }));
};

describe("predict_failures", () => {
  it("says when a disk that fills is full enough to fail, in samples and as a moment", async () => {
    const found = await run({ data: filling("/", 70, 0.5), horizon: 20 });
    expect(found).toMatchObject({
      value_column: "used_percent",
      time_column: "time",
      threshold: 90,
      direction: "above",
      failure_expected: true,
      status: "warning",
      horizon: 20,
    });
    expect(Math.abs((found.time_to_threshold?.samples ?? 0) - 11)).toBeLessThanOrEqual(1);
    expect(found.time_to_threshold?.time).toMatch(/^2026-02-(09|10|11)T/);
    expect(found.earliest?.samples).toBeLessThanOrEqual(found.time_to_threshold?.samples ?? 0);
    expect(found.forecast).toHaveLength(20);
    expect(found.forecast.every(({ low, value, high }) => (low ?? 0) < value && value < (high ?? 0))).toBe(true);
  });

  it("looks downwards where the series has stayed above", async () => {
    const data = filling("/", 500, -8).map(({ used_percent, time }) => ({ free_bytes: used_percent, time }));
    const found = await run({ data, threshold: 200 });
    expect(found).toMatchObject({ direction: "below", failure_expected: true });
    expect(Math.abs((found.time_to_threshold?.samples ?? 0) - 9)).toBeLessThanOrEqual(1);
  });

  it("puts the most urgent of several disks above", async () => {
    const found = await run({
      data: [...filling("/", 30, 0.1), ...filling("/data", 75, 0.4), ...filling("/tmp", 40, 0)],
    });
    expect(found.series_column).toBe("mount");
    expect(found.series).toBe("/data");
    expect(found.by_series.map(({ series, failure_expected }) => [series, failure_expected])).toEqual([
      ["/", false],
      ["/data", true],
      ["/tmp", false],
    ]);
  });

  it("judges one sample of a collector by its level alone", async () => {
    const sample = (used_percent: number) => ({
      filesystems: [{ mount: "/", total_bytes: 100, used_bytes: used_percent, used_percent }],
      time: "2026-01-31T12:00:00Z",
    });
    expect(await run({ data: sample(40) })).toMatchObject({
      samples: 1,
      method: "none",
      forecast: [],
      failure_expected: false,
      time_to_threshold: null,
      status: "ok",
    });
    expect(await run({ data: sample(97) })).toMatchObject({
      failure_expected: true,
      time_to_threshold: { samples: 0, time: "2026-01-31T12:00:00.000Z" },
      status: "critical",
      notes: ["few samples: 1; a forecast is worth little below 10"],
    });
  });

  it("forecasts the last year of the airline passengers, months falling on months", async () => {
    const data = [...airPassengers.subarray(0, 132)].map((passengers, month) => ({
      month: new Date(Date.UTC(1949, month)).toISOString().slice(0, 10),
      passengers,
    }));
    const { forecast, period, method, notes } = await run({ data, horizon: 12 });
    expect([period, method]).toEqual([12, "sarima"]);
    expect(forecast.map(({ time }) => time).slice(0, 3)).toEqual(["1960-01-01", "1960-02-01", "1960-03-01"]);
    const inside = forecast.filter(({ low, high }, month) => {
      const actual = airPassengers[132 + month] ?? 0;
      return actual >= (low ?? 0) && actual <= (high ?? 0);
    });
    expect(inside.length).toBeGreaterThanOrEqual(9);
    expect(notes).toEqual(["no threshold is known for this column: give one to learn when it is passed"]);
  });

  it("keeps the days of the real weather within its interval", async () => {
    const days = readRealData("seattle-weather.csv");
    const { forecast, period } = await run({ data: days.slice(0, -30), value_column: "temp_max", horizon: 30 });
    expect(period).toBe(365);
    const inside = forecast.filter(({ low, high }, day) => {
      const actual = Number(days[days.length - 30 + day]?.temp_max);
      return actual >= (low ?? 0) && actual <= (high ?? 0);
    });
    expect(inside.length).toBeGreaterThanOrEqual(26);
  });

  it("knows that what is left fails below", async () => {
    const data = filling("/", 60, -1.6).map(({ used_percent, time }) => ({ free_percent: used_percent, time }));
    expect(await run({ data })).toMatchObject({ threshold: 10, direction: "below", failure_expected: true });
  });

  it("does not cry wolf at level noise", async () => {
    const noise = createNoise(3);
    const found = await run({ data: [...series(200, () => 50 + noise())], threshold: 90 });
    expect(found).toMatchObject({ failure_expected: false, time_to_threshold: null, status: "ok" });
    expect(found.probability).toBeLessThan(0.01);
  });

  it("says when a given season is too long", async () => {
    expect((await run({ data: [1, 2, 3, 4, 5], period: 12, threshold: 99 })).notes).toContain(
      "a season of 12 samples needs at least 24, but there are 5",
    );
  });

  it("stands constants, two samples and bad parameters", async () => {
    expect(await run({ data: new Array(50).fill(20), threshold: 90 })).toMatchObject({
      failure_expected: false,
      probability: 0,
    });
    expect(await run({ data: [10, 20], threshold: 45, horizon: 5 })).toMatchObject({
      method: "drift",
      time_to_threshold: { samples: 3, time: null },
      probability: null,
    });
    expect(predictFailuresInput.safeParse({ data: [1], horizon: 0 }).success).toBe(false);
    expect(predictFailuresInput.safeParse({ data: [1], horizon: 20_000 }).success).toBe(false);
  });

  it("[TOOL-8] stops between fits", async () => {
    await using context = createTestContext();
    const noise = createNoise(5);
    const running = predictFailures(predictFailuresInput.parse({ data: [...series(3_000, () => noise())] }), context);
    setImmediate(() => context.abort(new Error("enough")));
    await expect(running).rejects.toThrow("enough");
  });
});
