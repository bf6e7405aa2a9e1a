import { describe, expect, it } from "vitest";
import { DurationHistogram } from "./duration-histogram.ts";

describe("duration histogram", () => {
  it("tells quantiles to about two per cent, from nanoseconds to hours", () => {
    for (const scaleMs of [0.001, 1, 60_000]) {
      const histogram = new DurationHistogram();
      for (let value = 1; value <= 1000; value++) histogram.record(value * scaleMs);
      for (const share of [0.5, 0.95, 0.99]) {
        const exact = share * 1000 * scaleMs;
        expect(Math.abs(histogram.quantileMs(share) - exact) / exact).toBeLessThan(0.025);
      }
      expect(histogram.minMs).toBe(scaleMs);
      expect(histogram.maxMs).toBe(1000 * scaleMs);
    }
  });

  it("stays within what was recorded, also at the ends of its range", () => {
    const histogram = new DurationHistogram();
    for (const ms of [0, 0, 1e12]) histogram.record(ms);
    expect(histogram.quantileMs(0.5)).toBeCloseTo(0, 3);
    expect(histogram.quantileMs(1)).toBeLessThanOrEqual(1e12);
    expect(new DurationHistogram().quantileMs(0.5)).toBe(0);
  });
});
