import { describe, expect, it } from "vitest";
import { airPassengers, nile } from "#testing-fixtures/known-series.ts";
import { autocorrelation } from "./autocorrelation.ts";

describe("autocorrelation", () => {
  it("agrees with R's acf of the Nile and of the airline passengers", () => {
    const known = [1, 0.49840818, 0.3845769, 0.32786044, 0.23919117, 0.22842199];
    expect([...autocorrelation(nile, 5)]).toEqual(known.map((value) => expect.closeTo(value, 8)));
    const monthly = autocorrelation(airPassengers, 24);
    expect([monthly[12], monthly[24]]).toEqual([expect.closeTo(0.76039504, 8), expect.closeTo(0.53218983, 8)]);
  });

  it("is 0 for a constant, and beyond the length", () => {
    expect([...autocorrelation(new Float64Array(9).fill(0.1), 3)]).toEqual([0, 0, 0, 0]);
    expect(autocorrelation(Float64Array.of(1, 2), 5)[4]).toBe(0);
  });
});
