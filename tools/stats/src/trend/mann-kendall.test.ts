import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { twoSidedP } from "#numbers/normal.ts";
import { airPassengers, nile } from "#testing-fixtures/known-series.ts";
import { countInversionsInPlace } from "./inversions.ts";
import { mannKendall } from "./mann-kendall.ts";

const numbers = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 2, maxLength: 60 });

/** S by its definition. */
function bruteForce(values: readonly number[], times: readonly number[]): number {
  let s = 0;
  for (let i = 0; i < values.length; i++) {
    for (let j = i + 1; j < values.length; j++) {
      s += Math.sign((values[j] ?? 0) - (values[i] ?? 0)) * Math.sign((times[j] ?? 0) - (times[i] ?? 0));
    }
  }
  return s;
}

describe("mannKendall", () => {
  it("gives the published figures of the Nile (pymannkendall, SciPy's tau-b)", () => {
    const test = mannKendall(nile);
    expect(test.s).toBe(-1387);
    expect(test.variance).toBeCloseTo(112_728.33333333333, 6);
    expect(test.z).toBeCloseTo(-4.128066522844101, 12);
    expect(test.pValue).toBeCloseTo(3.658262921657496e-5, 15);
    expect(test.tau).toBeCloseTo(-0.2807413347246131, 12);
  });

  it("gives the published figures of the airline passengers", () => {
    const test = mannKendall(airPassengers);
    expect([test.s, test.variance]).toEqual([8327, expect.closeTo(335_164.3333333333, 6)]);
    expect(test.tau).toBeCloseTo(0.8098232119400294, 12);
  });

  it("counts ties among times as SciPy's kendalltau does", () => {
    const test = mannKendall(Float64Array.of(1, 2, 2, 3, 4, 4, 4, 7), Float64Array.of(1, 1, 2, 3, 3, 4, 5, 6));
    expect(test.tau).toBeCloseTo(0.8807048459279794, 12);
    expect(twoSidedP(test.s / Math.sqrt(test.variance))).toBeCloseTo(0.004165978016756737, 12);
  });

  it("counts the same pairs as the definition", () => {
    fc.assert(
      fc.property(numbers, fc.infiniteStream(fc.integer({ min: 0, max: 2 })), (values, steps) => {
        let time = 0;
        const times = values.map(() => (time += Number(steps.next().value)));
        expect(mannKendall(Float64Array.from(values), Float64Array.from(times)).s).toBe(bruteForce(values, times));
      }),
    );
  });

  it("does not change when values are shifted or stretched, and turns with their sign", () => {
    fc.assert(
      fc.property(
        numbers,
        fc.integer({ min: -1000, max: 1000 }),
        fc.integer({ min: 1, max: 50 }),
        (list, shift, scale) => {
          const values = Float64Array.from(list);
          const test = mannKendall(values);
          expect(mannKendall(values.map((value) => value * scale + shift))).toEqual(test);
          expect(mannKendall(values.map((value) => -value)).s + test.s).toBe(0);
          expect(mannKendall(values.toReversed()).s + test.s).toBe(0);
        },
      ),
    );
  });

  it("has nothing to say of one sample, two equal ones or a constant series", () => {
    for (const values of [[5], [5, 5], new Array<number>(50).fill(1)]) {
      expect(mannKendall(Float64Array.from(values))).toMatchObject({ s: 0, z: 0, tau: 0, pValue: 1 });
    }
  });

  it("leaves its input as it is", () => {
    const values = Float64Array.of(3, 1, 2);
    mannKendall(values, Float64Array.of(1, 1, 2));
    expect([...values]).toEqual([3, 1, 2]);
  });
});

describe("countInversionsInPlace", () => {
  it("counts and sorts", () => {
    const values = Float64Array.of(3, 1, 2, 2, 0);
    expect(countInversionsInPlace(values)).toBe(7);
    expect([...values]).toEqual([0, 1, 2, 2, 3]);
  });
});
