import { describe, expect, it } from "vitest";
import { movingAverage } from "./moving-average.ts";
import type { Axis, Point } from "./series.ts";
import { trendLine } from "./trend-line.ts";

const days: Axis = { kind: "time", unit: "day" };

function pointsOf(values: readonly number[], stepMs = 86_400_000): readonly Point[] {
  return values.map((value, place) => ({ x: place * stepMs, label: String(place), value, rows: 1 }));
}

describe("a trend line", () => {
  it("finds the line that the points were made of", () => {
    const line = trendLine({ axis: days, points: pointsOf([5, 7, 9, 11, 13]) });
    expect(line).toMatchObject({ direction: "increasing", per: "day" });
    expect(line?.slope).toBeCloseTo(2, 10);
    expect(line?.r_squared).toBeCloseTo(1, 10);
    expect([line?.start, line?.end].map((value) => value?.toFixed(6))).toEqual(["5.000000", "13.000000"]);
  });

  it("agrees with the published regression of a known data set", () => {
    // The first of the four data sets of Anscombe (1973): slope 0.500, R² 0.667.
    const xs = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
    const ys = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    const points = xs
      .map((x, place) => ({ x, label: "", value: ys[place] ?? 0, rows: 1 }))
      .toSorted((a, b) => a.x - b.x);
    const line = trendLine({ axis: { kind: "number" }, points });
    expect(line?.slope).toBeCloseTo(0.5001, 3);
    expect(line?.r_squared).toBeCloseTo(0.6665, 3);
    expect(line?.direction).toBe("increasing");
  });

  it.each([
    ["flat values", [4, 4, 4, 4, 4]],
    ["noise", [3, 9, 1, 8, 2, 9, 3, 7]],
    ["two points", [1, 2]],
  ])("names no direction for %s", (_name, values) => {
    expect(trendLine({ axis: days, points: pointsOf(values) })?.direction).toBe("no_trend");
  });

  it("does not exist for one point", () => {
    expect(trendLine({ axis: days, points: pointsOf([1]) })).toBeUndefined();
  });
});

describe("a moving average", () => {
  it("is the mean of each point and those before it", () => {
    const average = movingAverage({ axis: days, points: pointsOf([1, 2, 3, 4, 5, 6]) }, 3);
    expect(average).toMatchObject({ window: 3, name: "3-day average", values: [null, null, 2, 3, 4, 5] });
  });

  it("takes a week for days where there are enough of them", () => {
    expect(movingAverage({ axis: days, points: pointsOf(new Array<number>(60).fill(1)) })?.window).toBe(7);
  });

  it("counts points where days are missing", () => {
    expect(movingAverage({ axis: days, points: pointsOf([1, 2, 3, 4], 5 * 86_400_000) }, 2)?.name).toBe(
      "2-point average",
    );
  });

  it("does not exist for fewer points than its window", () => {
    expect(movingAverage({ axis: days, points: pointsOf([1, 2, 3]) }, 4)).toBeUndefined();
    expect(movingAverage({ axis: days, points: pointsOf([1, 2]) })).toBeUndefined();
  });
});
