import { describe, expect, it } from "vitest";
import { toRegularGrid } from "./regular-grid.ts";
import type { Series } from "./series.ts";

const make = (values: number[], times: number[] | null, ordinals = values.map((_, index) => index)): Series => ({
  name: null,
  values: Float64Array.from(values),
  times: times === null ? null : Float64Array.from(times),
  rows: Uint32Array.from(ordinals),
  ordinals: Uint32Array.from(ordinals),
});

describe("toRegularGrid", () => {
  it("fills gaps by straight lines and says how many", () => {
    const grid = toRegularGrid(make([1, 2, 5, 6], [0, 10, 40, 50]));
    expect(grid).toMatchObject({ interval: 10, filled: 2, positions: Uint32Array.of(0, 1, 4, 5) });
    expect([...grid.values]).toEqual([1, 2, expect.closeTo(3, 9), expect.closeTo(4, 9), 5, 6]);
  });

  it("keeps the place of empty rows where there are no times", () => {
    expect([...toRegularGrid(make([1, 3, 4], null, [2, 4, 5])).values]).toEqual([1, 2, 3, 4]);
  });

  it("counts months of different lengths as one step each, over many years", () => {
    const times = Array.from({ length: 240 }, (_, month) => Date.UTC(2000, month, 1));
    const grid = toRegularGrid(
      make(
        times.map((_, month) => month),
        times,
      ),
    );
    expect([grid.values.length, grid.filled]).toEqual([240, 0]);
  });

  it("averages samples on one step", () => {
    expect([...toRegularGrid(make([1, 3, 5], [0, 0, 10])).values]).toEqual([2, 5]);
  });

  it("does not blow up a series with a gap of years", () => {
    const grid = toRegularGrid(make([1, 2, 3, 4, 5], [0, 1, 2, 3, 1e12]));
    expect([...grid.values]).toEqual([1, 2, 3, 4, 5]);
  });

  it("takes the median step as the usual one, equal moments aside", () => {
    expect(toRegularGrid(make([1, 2, 3, 4, 5], [0, 0, 10, 20, 50])).interval).toBe(10);
    expect(toRegularGrid(make([1, 2], [3, 3])).interval).toBeNull();
  });

  it("takes one sample, and samples of one moment", () => {
    expect([...toRegularGrid(make([7], [5])).values]).toEqual([7]);
    expect([...toRegularGrid(make([7, 9], [5, 5])).values]).toEqual([7, 9]);
  });
});
