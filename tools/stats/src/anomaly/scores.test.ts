import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nile } from "#testing-fixtures/known-series.ts";
import { createNoise, series } from "#testing-fixtures/noise.ts";
import { interquartileScores } from "./interquartile.ts";
import { robustZ } from "./robust-z.ts";
import { seasonalResidualScores } from "./seasonal-residual.ts";

describe("robustZ", () => {
  it("gives Iglewicz and Hoaglin's modified z-score: 0.6745 (456 - 893.5) / 121 for the Nile's driest year", () => {
    expect(robustZ(nile).scores[42]).toBeCloseTo(-2.4387542620726097, 12);
    expect(robustZ(nile).expected(42)).toBe(893.5);
  });

  it("does not change when values are shifted or stretched", () => {
    const lists = fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 5, maxLength: 60 });
    fc.assert(
      fc.property(
        lists,
        fc.integer({ min: -1000, max: 1000 }),
        fc.integer({ min: 1, max: 20 }),
        (list, shift, scale) => {
          const { scores } = robustZ(Float64Array.from(list));
          const changed = robustZ(Float64Array.from(list, (value) => value * scale + shift)).scores;
          expect([...changed]).toEqual([...scores].map((score) => expect.closeTo(score, 9)));
        },
      ),
    );
  });

  it("is not masked by the outliers themselves", () => {
    const values = series(40, (index) => (index < 15 ? 1e6 : 10 + (index % 3)));
    expect(robustZ(values).scores.filter((score) => score > 3.5)).toHaveLength(15);
  });

  it("takes the mean absolute deviation where more than half of the values are equal", () => {
    const { scores, notes } = robustZ(series(20, (index) => (index === 7 ? 9 : 0)));
    expect(scores[7]).toBeCloseTo(9 / (1.2533141373155003 * (9 / 20)), 9);
    expect(notes).toEqual(["more than half of the values are equal: scored by the mean absolute deviation"]);
  });

  it("scores a constant with 0", () => {
    expect(robustZ(new Float64Array(9).fill(4))).toMatchObject({
      scores: new Float64Array(9),
      notes: ["all values are equal"],
    });
  });
});

describe("interquartileScores", () => {
  it("counts interquartile ranges beyond the quartiles", () => {
    const { scores } = interquartileScores(Float64Array.of(1, 2, 3, 4, 5, 15));
    expect([...scores]).toEqual([-0.5, -0.1, 0, 0, 0.1, 4.1].map((score) => expect.closeTo(score, 12)));
  });

  it("keeps scores finite where the quartiles are equal", () => {
    const { scores, notes } = interquartileScores(series(20, (index) => (index === 3 ? 1 : 0)));
    expect([scores[3], scores[4]]).toEqual([1e9, 0]);
    expect(notes).toHaveLength(1);
  });
});

describe("seasonalResidualScores", () => {
  const grid = (values: Float64Array) => ({
    values,
    positions: Uint32Array.from(values, (_, index) => index),
    interval: null,
    filled: 0,
  });
  const scoresOf = (values: Float64Array, period: number | null) =>
    seasonalResidualScores(values, grid(values), period);

  it("finds what is usual by itself but not at its hour", () => {
    const noise = createNoise(1);
    const values = series(24 * 14, (index) => 50 + 20 * Math.sin((2 * Math.PI * index) / 24) + noise());
    values[150] = 58;
    values[156] = 68;
    const { scores, expected } = scoresOf(values, 24);
    expect([...scores.keys()].filter((index) => Math.abs(scores[index] as number) > 6)).toEqual([150, 156]);
    expect(expected(156)).toBeCloseTo(50 + 20 * Math.sin((2 * Math.PI * 156) / 24), 0);
  });

  it("is not taken in by a lasting jump of level", () => {
    const noise = createNoise(3);
    const { scores } = scoresOf(
      series(200, (index) => (index < 90 ? 10 : 60) + noise()),
      null,
    );
    expect([...scores.keys()].filter((index) => Math.abs(scores[index] as number) > 8)).toEqual([]);
  });

  it("follows a rising series without a season to both ends", () => {
    const noise = createNoise(2);
    const values = series(200, (index) => 10 * index + noise());
    values[100] = 1_020;
    const { scores } = scoresOf(values, null);
    expect([...scores.keys()].filter((index) => Math.abs(scores[index] as number) > 6)).toEqual([100]);
  });
});
