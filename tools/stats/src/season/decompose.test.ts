import { describe, expect, it } from "vitest";
import { airPassengers } from "#testing-fixtures/known-series.ts";
import { createNoise, series } from "#testing-fixtures/noise.ts";
import { decompose, withoutSeason } from "./decompose.ts";
import { movingAverage } from "./moving-center.ts";

const pattern = [0, 3, 5, 3, 0, -3, -5, -3];
const patternAt = (index: number) => pattern[index % pattern.length] as number;

describe("decompose", () => {
  it("takes a line and a pattern apart", () => {
    const { season, expected, multiplicative } = decompose(
      series(80, (index) => 100 + 2 * index + patternAt(index)),
      8,
    );
    expect(multiplicative).toBe(false);
    expect([...season]).toEqual(pattern.map((value) => expect.closeTo(value, 9)));
    expect(expected[40]).toBeCloseTo(180 + patternAt(40), 9);
  });

  it("is hardly bent by outliers", () => {
    const noise = createNoise(1);
    const values = series(80, (index) => 100 + 2 * index + patternAt(index) + 0.2 * noise());
    values[20] = 500;
    values[61] = -300;
    const { season, expected } = decompose(values, 8);
    expect(Math.abs((season[4] as number) - patternAt(4))).toBeLessThan(0.5);
    expect(Math.abs((expected[20] as number) - (140 + patternAt(20)))).toBeLessThan(1);
  });

  it("sees that the airline passengers' season grows with their number, and July as its top", () => {
    const { season, multiplicative } = decompose(airPassengers, 12);
    expect(multiplicative).toBe(true);
    expect(season.indexOf(Math.max(...season))).toBe(6);
    expect(Math.exp(season[6] as number)).toBeCloseTo(1.23, 1);
  });

  it("gives back the level when the season is taken away", () => {
    const values = series(64, (index) => 50 + patternAt(index));
    expect([...withoutSeason(values, decompose(values, 8))]).toEqual(new Array(64).fill(expect.closeTo(50, 9)));
  });
});

describe("movingAverage", () => {
  it("follows a line exactly to both ends, for odd and even windows", () => {
    const line = series(30, (index) => 3 + 2 * index);
    for (const period of [1, 3, 4, 12]) {
      expect([...movingAverage(line, period)]).toEqual([...line].map((value) => expect.closeTo(value, 9)));
    }
  });

  it("is the mean where the window does not fit", () => {
    expect([...movingAverage(Float64Array.of(1, 2, 3), 8)]).toEqual([2, 2, 2]);
  });
});
