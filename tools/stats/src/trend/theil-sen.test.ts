import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { airPassengers, nile } from "#testing-fixtures/known-series.ts";
import { createNoise, series } from "#testing-fixtures/noise.ts";
import { mannKendall } from "./mann-kendall.ts";
import { theilSen } from "./theil-sen.ts";

const steps = (count: number) => series(count, (index) => index);
const fit = (values: Float64Array, times = steps(values.length)) =>
  theilSen(times, values, mannKendall(values, times).variance);

describe("theilSen", () => {
  it("gives SciPy's theilslopes of the Nile and of the airline passengers", () => {
    expect(fit(nile)).toMatchObject({
      slope: -2.6,
      intercept: expect.closeTo(1025.7, 9),
      method: "exact",
      pairs: 4950,
    });
    expect(fit(nile)?.low).toBeCloseTo(-3.627906976744186, 2);
    expect(fit(nile)?.high).toBeCloseTo(-1.4285714285714286, 2);
    expect(fit(airPassengers)?.slope).toBeCloseTo(2.451216287678477, 12);
    expect(fit(airPassengers)?.intercept).toBeCloseTo(96.87810682178741, 9);
  });

  it("finds an exact line, whatever a fifth of the samples says", () => {
    const values = series(50, (index) => (index % 5 === 0 ? 1e6 : 2 + 3 * index));
    expect(fit(values)?.slope).toBeCloseTo(3, 9);
  });

  it("samples pairs of a long series, the same ones each time, and comes out where all pairs would", () => {
    const noise = createNoise(7);
    const values = series(50_000, (index) => 0.01 * index + 20 * noise());
    const line = fit(values);
    expect(line?.method).toBe("sampled");
    expect(line?.slope).toBeCloseTo(0.01, 4);
    expect(line?.low).toBeLessThan(0.01);
    expect(line?.high).toBeGreaterThan(0.01);
    expect(fit(values)).toEqual(line);
  });

  it("has no slope when all times are equal or there is one sample", () => {
    expect(theilSen(Float64Array.of(1, 1, 1), Float64Array.of(1, 2, 3), 0)).toBeNull();
    expect(theilSen(Float64Array.of(1), Float64Array.of(1), 0)).toBeNull();
  });

  it("moves with shifts and stretches of values", () => {
    const lists = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(lists, fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 9 }), (list, shift, scale) => {
        const plain = fit(Float64Array.from(list));
        const changed = fit(Float64Array.from(list, (value) => value * scale + shift));
        expect(changed?.slope).toBeCloseTo((plain?.slope ?? 0) * scale, 9);
      }),
    );
  });
});
