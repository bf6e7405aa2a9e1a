import { createTestContext } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { calculateTrendsInput } from "#schemas/calculate-trends.ts";
import { detectAnomaliesInput, detectAnomaliesOutput } from "#schemas/detect-anomalies.ts";
import { createNoise, series } from "#testing-fixtures/noise.ts";
import { readRealData } from "#testing-fixtures/real-data.ts";
import { calculateTrends } from "./calculate-trends.ts";
import { detectAnomalies } from "./detect-anomalies.ts";

async function run(params: unknown) {
  await using context = createTestContext();
  return detectAnomaliesOutput.parse(await detectAnomalies(detectAnomaliesInput.parse(params), context));
}

/** Rows at uneven distances, so that the planted anomalies are no season of their own. */
const planted = (rows: number) =>
  [0.07, 0.19, 0.28, 0.43, 0.51, 0.66, 0.78, 0.93].map((share) => Math.floor(share * rows));

type Plan = {
  readonly file: string;
  readonly column: string;
  readonly size: number;
  readonly method: string;
  readonly threshold?: number;
};

/** Shifts eight values of a real series by `size`, up and down in turn: how many are found, and how many of what is found. */
async function plantAndFind({ file, column, size, ...choice }: Plan) {
  const real = readRealData(file);
  const places = planted(real.length);
  const data = real.map((record, row) => {
    const place = places.indexOf(row);
    return place === -1 ? record : { ...record, [column]: Number(record[column]) + (place % 2 === 0 ? size : -size) };
  });
  const { anomalies, count } = await run({ data, value_column: column, ...choice });
  const hits = anomalies.filter(({ index }) => places.includes(index)).length;
  return { recall: hits / places.length, precision: hits / count };
}

describe("detect_anomalies", () => {
  // The rest of what is found is real: gusts, cold snaps, the census of May 2010 among the employed.
  it.each([
    { file: "seattle-weather.csv", column: "temp_max", size: 18, method: "seasonal", precision: 0.6 },
    { file: "co2-concentration.csv", column: "CO2", size: 4, method: "seasonal", precision: 0.7 },
    { file: "sp500.csv", column: "price", size: 250, method: "seasonal", precision: 0.75 },
    { file: "us-employment.csv", column: "nonfarm", size: 3_000, method: "seasonal", threshold: 15, precision: 0.99 },
    { file: "seattle-weather.csv", column: "wind", size: 12, method: "robust_z", precision: 0.39 },
  ])(
    "finds all eight faults planted in $column of $file, $precision of what it flags",
    async ({ precision, ...plan }) => {
      const found = await plantAndFind(plan);
      expect(found.recall).toBe(1);
      expect(found.precision).toBeGreaterThanOrEqual(precision);
    },
  );

  it("flags little of real series in which nothing was planted", async () => {
    const flagged = async (file: string, value_column: string, method: string) => {
      const data = readRealData(file);
      return (await run({ data, value_column, method })).count / data.length;
    };
    expect(await flagged("seattle-weather.csv", "temp_max", "seasonal")).toBeLessThan(0.005);
    expect(await flagged("seattle-weather.csv", "temp_max", "robust_z")).toBe(0);
    expect(await flagged("seattle-weather.csv", "wind", "iqr")).toBeLessThan(0.03);
    expect(await flagged("co2-concentration.csv", "CO2", "seasonal")).toBeLessThan(0.01);
    expect(await flagged("global-temp.csv", "temp", "seasonal")).toBe(0);
  });

  it("[TOOL-3] finds the anomalies of the series in a result of calculate_trends", async () => {
    const data = [10, 11, 9, 10, 60, 10, 11, 9, 10, 12].map((load, minute) => ({
      other: minute,
      load,
      time: new Date(60_000 * minute).toISOString(),
    }));
    await using context = createTestContext();
    const trends = await calculateTrends(calculateTrendsInput.parse({ data, value_column: "load" }), context);
    const found = await run({ data: trends });
    expect(found.value_column).toBe("load");
    expect(found.anomalies).toEqual([
      { index: 4, time: "1970-01-01T00:04:00.000Z", value: 60, score: expect.any(Number), expected: 10, series: null },
    ]);
    expect(found.df).toBe(trends.df);
  });

  it("gives the row of the input, also where rows are not in order or empty", async () => {
    const data = [
      { date: "2026-01-06", value: 90 },
      { date: "2026-01-05", value: 2 },
      { date: "2026-01-01", value: null },
      { date: "2026-01-02", value: 1 },
      { date: "2026-01-03", value: 2 },
      { date: "2026-01-04", value: 1 },
    ];
    const { anomalies, latest, skipped_rows } = await run({ data });
    expect(anomalies.map(({ index, time }) => [index, time])).toEqual([[0, "2026-01-06"]]);
    expect(latest).toMatchObject({ index: 0, anomalous: true });
    expect(skipped_rows).toBe(1);
  });

  it("judges each series of a table by itself", async () => {
    const hosts = [
      { host: "a", base: 10 },
      { host: "b", base: 1_000 },
    ];
    const data = hosts.flatMap(({ host, base }) =>
      [0, 1, 2, 1, 0, 1, 2, 40].map((step, day) => ({ host, day: `2026-01-0${day + 1}`, load: base + step })),
    );
    const { anomalies } = await run({ data, series_column: "host" });
    expect(anomalies.map(({ series, value }) => [series, value])).toEqual([
      ["a", 50],
      ["b", 1_040],
    ]);
  });

  it("uses Tukey's fences with iqr, and a given threshold", async () => {
    const data = [1, 2, 3, 4, 5, 9];
    expect(await run({ data, method: "iqr" })).toMatchObject({ threshold: 1.5, count: 1 });
    expect(await run({ data, method: "iqr", threshold: 3 })).toMatchObject({ threshold: 3, count: 0 });
  });

  it("takes a given season, and says when it is too long", async () => {
    const data = [...series(70, (index) => (index % 7 === 0 ? 50 : 10))];
    data[33] = 50;
    const found = await run({ data, method: "seasonal", period: 7 });
    expect(found.anomalies.map(({ index }) => index)).toEqual([33]);
    expect(found.period).toBe(7);
    expect((await run({ data, period: 7 })).notes).toContain("period is used by the method seasonal only");
    expect((await run({ data, method: "seasonal", period: 60 })).notes).toContain(
      "a season of 60 samples needs at least 120, but there are 70",
    );
  });

  it("says that a few samples are too few, and flags none", async () => {
    for (const data of [[5], [1, 99], [3, 3, 3, 900]]) {
      expect(await run({ data })).toMatchObject({
        count: 0,
        notes: [`too few samples to judge: ${data.length}, and at least 5 are needed`],
      });
    }
    expect(
      await run({ data: { interfaces: [{ name: "eth0", received_bytes: 5 }], time: "2026-01-01T00:00:00Z" } }),
    ).toMatchObject({
      count: 0,
      samples: 1,
    });
  });

  it("flags nothing in a constant, and about as little in noise as the limit promises", async () => {
    expect(await run({ data: new Array(50).fill(2) })).toMatchObject({ count: 0, notes: ["all values are equal"] });
    const noise = createNoise(5);
    expect((await run({ data: [...series(20_000, () => noise())] })).count).toBeLessThan(30);
  });

  it("takes no habit of a series for an anomaly: a machine at work for a fifth of the time", async () => {
    const noise = createNoise(11);
    const working = (index: number) => (index * 7919) % 1_009 < 202;
    const data = [...series(1_000, (index) => (working(index) ? 80 : 5) + noise())];
    const quiet = await run({ data });
    expect(quiet.count).toBe(0);
    expect(quiet.notes.join()).toContain("the series has several levels");
    for (const index of [100, 500, 900]) data[index] = 250;
    expect((await run({ data })).anomalies.map(({ index }) => index)).toEqual([100, 500, 900]);
    // Whoever names a threshold gets the scores of the method itself.
    expect((await run({ data, threshold: 3.5 })).count).toBeGreaterThan(150);
  });

  it("lists the strongest ten thousand at most, and counts them all", async () => {
    const data = [...series(60_000, (index) => (index % 5 === 0 ? 1_000 + index : index % 3))];
    const found = await run({ data, threshold: 3.5 });
    expect(found).toMatchObject({ count: 12_000, truncated: true });
    expect(found.anomalies).toHaveLength(10_000);
    expect(found.anomalies[0]?.index).toBe(10_000);
  });

  it("[TOOL-8] judges a million samples, and stops when asked", async () => {
    await using context = createTestContext();
    const noise = createNoise(6);
    const params = detectAnomaliesInput.parse({
      data: [...series(1_000_000, (index) => noise() + (index === 777_777 ? 50 : 0))],
    });
    const { anomalies } = await detectAnomalies(params, context);
    expect(anomalies.map(({ index, score }) => [index, score > 40]).filter(([, far]) => far)).toEqual([
      [777_777, true],
    ]);
    context.abort(new Error("stop"));
    await expect(detectAnomalies(params, context)).rejects.toThrow("stop");
  });
});
