import { describe, expect, it } from "vitest";
import { findCrossing, guessDirection, isBeyond } from "./threshold.ts";

const rising = { values: Float64Array.of(80, 85, 90, 95), deviations: Float64Array.of(2, 3, 4, 5), model: "test" };

describe("findCrossing", () => {
  it("says when the forecast and when its interval reach the threshold, and how likely that is", () => {
    const { expected, earliest, probability } = findCrossing(rising, 90, "above");
    expect([expected, earliest]).toEqual([3, 2]);
    expect(probability).toBeCloseTo(0.8413, 3);
  });

  it("looks downwards too", () => {
    expect(findCrossing(rising, 70, "below")).toMatchObject({ expected: null, earliest: null });
    const falling = { ...rising, values: Float64Array.of(20, 12, 4, -4) };
    expect(findCrossing(falling, 5, "below")).toMatchObject({ expected: 3, earliest: 3 });
  });

  it("knows no probability without an interval, and is certain without doubt", () => {
    expect(findCrossing({ ...rising, deviations: null }, 90, "above")).toEqual({
      expected: 3,
      earliest: 3,
      probability: null,
    });
    const sure = { ...rising, deviations: new Float64Array(4) };
    expect(findCrossing(sure, 90, "above").probability).toBe(1);
    expect(findCrossing(sure, 100, "above").probability).toBe(0);
  });
});

describe("guessDirection", () => {
  it("takes the side where fewer samples are as failure", () => {
    expect(guessDirection(Float64Array.of(1, 2, 3, 99), 50)).toBe("above");
    expect(guessDirection(Float64Array.of(90, 80, 70, 10), 50)).toBe("below");
  });
});

describe("isBeyond", () => {
  it("counts the threshold itself as failed", () => {
    expect([isBeyond(90, 90, "above"), isBeyond(89.9, 90, "above"), isBeyond(5, 5, "below")]).toEqual([
      true,
      false,
      true,
    ]);
  });
});
