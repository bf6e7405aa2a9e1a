import { describe, expect, it } from "vitest";
import { twoSidedP } from "#numbers/normal.ts";
import { nile } from "#testing-fixtures/known-series.ts";
import { adjustedPValue, lagOneCorrelation } from "./serial-correlation.ts";

describe("lagOneCorrelation", () => {
  it("agrees with statsmodels' acf on the Nile", () => {
    expect(lagOneCorrelation(nile)).toBeCloseTo(0.49840818, 8);
  });

  it("is 0 where nothing varies", () => {
    expect(lagOneCorrelation(new Float64Array(9).fill(0.1))).toBe(0);
    expect(lagOneCorrelation(Float64Array.of(4))).toBe(0);
  });
});

describe("adjustedPValue", () => {
  it("grows with the correlation, and stays where there is hardly any", () => {
    expect(adjustedPValue(3, 0.05, 100)).toBe(twoSidedP(3));
    expect(adjustedPValue(3, 0.5, 100)).toBeGreaterThan(adjustedPValue(3, 0.3, 100));
    expect(adjustedPValue(3, 0.3, 100)).toBeGreaterThan(twoSidedP(3));
  });

  it("comes near (1 + ρ) / (1 − ρ) in a long series", () => {
    expect(adjustedPValue(3, 0.5, 100_000)).toBeCloseTo(twoSidedP(3 / Math.sqrt(3)), 4);
  });
});
