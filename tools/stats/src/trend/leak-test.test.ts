import { describe, expect, it } from "vitest";
import { createNoise, series } from "#testing-fixtures/noise.ts";
import { testLeak } from "./leak-test.ts";

const minutes = (count: number) => series(count, (index) => 60 * index);
const leaks = (values: Float64Array) => testLeak(values, minutes(values.length));

describe("testLeak", () => {
  it("finds a steady leak in noise, with its rate", () => {
    const noise = createNoise(1);
    const found = leaks(series(120, (index) => 500 + 1.2 * index + 5 * noise()));
    expect(found.leak).toBe(true);
    expect(found.slope).toBeCloseTo(1.2 / 60, 3);
    expect(found.growthRatio).toBeCloseTo((1.2 * 119) / 571, 1);
  });

  it("finds a leak below the saw teeth of a garbage collector", () => {
    expect(leaks(series(240, (index) => 300 + 0.8 * index + 6 * (index % 12))).leak).toBe(true);
  });

  it("is not taken in by saw teeth on level ground", () => {
    expect(leaks(series(240, (index) => 300 + 10 * (index % 12)))).toMatchObject({ leak: false });
  });

  it("is not taken in by a start that levels off, by a single jump, by noise or by standing still", () => {
    const noise = createNoise(2);
    const innocent = [
      series(120, (index) => 500 + 300 * (1 - Math.exp(-index / 8)) + 2 * noise()),
      series(120, (index) => (index < 70 ? 500 : 650) + 2 * noise()),
      series(120, () => 500 + 20 * noise()),
      new Float64Array(60).fill(512),
      series(120, (index) => 900 - 2 * index),
    ];
    for (const values of innocent) expect(leaks(values).leak).toBe(false);
  });

  it("does not call growth of half a percent a leak", () => {
    expect(leaks(series(100, (index) => 1_000 + 0.05 * index))).toMatchObject({
      leak: false,
      reason: expect.stringContaining("too small"),
    });
  });

  it("does not judge a handful of samples", () => {
    expect(leaks(Float64Array.of(1, 2, 3)).reason).toBe("too few samples to tell: 3, and at least 8 are needed");
    expect(leaks(Float64Array.of(1))).toMatchObject({ leak: false, slope: null });
  });

  it("accuses few of a hundred level but sluggish processes", () => {
    let accused = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const noise = createNoise(seed);
      let drift = 0;
      const values = series(120, () => 500 + (drift = 0.8 * drift + 10 * noise()));
      if (leaks(values).leak) accused++;
    }
    expect(accused).toBeLessThanOrEqual(1);
  });
});
