import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nile } from "#testing-fixtures/known-series.ts";
import { median, medianDeviation, quantileInPlace, selectInPlace } from "./select.ts";

describe("selectInPlace", () => {
  it("finds what sorting would put at any place, also among many equal values", () => {
    const lists = fc.array(fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: 0, max: 3 })), { minLength: 1 });
    fc.assert(
      fc.property(lists, fc.nat(), (list, seed) => {
        const k = seed % list.length;
        const sorted = Float64Array.from(list).sort();
        expect(selectInPlace(Float64Array.from(list), k)).toBe(sorted[k]);
      }),
    );
  });

  it("stays linear where all values are equal or sorted", () => {
    const size = 200_000;
    expect(selectInPlace(new Float64Array(size).fill(7), size / 2)).toBe(7);
    expect(
      selectInPlace(
        Float64Array.from({ length: size }, (_, index) => index),
        1_234,
      ),
    ).toBe(1_234);
  });
});

describe("quantileInPlace", () => {
  it("agrees with R's type 7 on the Nile", () => {
    const quantiles = [0.05, 0.25, 0.5, 0.75, 0.95].map((p) => quantileInPlace(nile.slice(), p));
    expect(quantiles).toEqual([697.8, 798.5, 893.5, 1032.5, 1210.5]);
  });

  it("is NaN for nothing, and the value itself for one", () => {
    expect(quantileInPlace(new Float64Array(0), 0.5)).toBeNaN();
    expect(quantileInPlace(Float64Array.of(3), 0.9)).toBe(3);
  });
});

describe("median", () => {
  it("leaves its values in their order", () => {
    const values = Float64Array.of(3, 1, 2);
    expect(median(values)).toBe(2);
    expect([...values]).toEqual([3, 1, 2]);
  });

  it("gives the Nile's median absolute deviation", () => {
    expect(medianDeviation(nile, median(nile))).toBe(121);
  });
});
