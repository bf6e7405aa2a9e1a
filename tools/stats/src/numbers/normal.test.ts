import { describe, expect, it } from "vitest";
import { normalTail, twoSidedP } from "./normal.ts";

describe("normalTail", () => {
  it("agrees with SciPy's norm.sf to twelve digits, far out in the tail too", () => {
    const known: [number, number][] = [
      [0.5, 3.08537538725987e-1],
      [1, 1.58655253931457e-1],
      [2.5, 6.20966532577613e-3],
      [3, 1.34989803163009e-3],
      [5, 2.86651571879194e-7],
      [10, 7.61985302416053e-24],
      [30, 4.90671392714819e-198],
    ];
    for (const [z, p] of known) expect(normalTail(z) / p).toBeCloseTo(1, 12);
  });

  it("joins its two parts without a step", () => {
    expect(normalTail(3 - 1e-9) / normalTail(3 + 1e-9)).toBeCloseTo(1, 7);
  });

  it("is one half in the middle, and the two sides add up to one", () => {
    expect(normalTail(0)).toBe(0.5);
    expect(normalTail(-1.3) + normalTail(1.3)).toBeCloseTo(1, 15);
    expect(normalTail(Number.NaN)).toBeNaN();
    expect(normalTail(Number.POSITIVE_INFINITY)).toBe(0);
  });
});

describe("twoSidedP", () => {
  it("is 5 % at 1.96 on either side", () => {
    expect(twoSidedP(1.959963984540054)).toBeCloseTo(0.05, 12);
    expect(twoSidedP(-1.959963984540054)).toBeCloseTo(0.05, 12);
    expect(twoSidedP(0)).toBe(1);
  });
});
