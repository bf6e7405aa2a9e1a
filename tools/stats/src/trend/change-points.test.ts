import { describe, expect, it } from "vitest";
import { nile } from "#testing-fixtures/known-series.ts";
import { createNoise, series } from "#testing-fixtures/noise.ts";
import { findChangePoints } from "./change-points.ts";
import { findCuts } from "./pelt.ts";
import { createSegmentCosts } from "./segment-cost.ts";

const places = (values: Float64Array): number[] => findChangePoints(values).map(({ index }) => index);

describe("findChangePoints", () => {
  it("finds the drop of the Nile after 1898, and nothing else", () => {
    expect(places(nile)).toEqual([28]);
    const [drop] = findChangePoints(nile);
    expect(drop?.levelBefore).toBeGreaterThan(1_050);
    expect(drop?.levelAfter).toBeLessThan(880);
  });

  it("finds a jump in noise, and where it was", () => {
    const noise = createNoise(3);
    const found = places(series(500, (index) => (index >= 300 ? 3 : 0) + noise()));
    expect(found).toHaveLength(1);
    expect(Math.abs((found[0] ?? 0) - 300)).toBeLessThanOrEqual(3);
  });

  it("finds where a slope turns", () => {
    const noise = createNoise(4);
    const [turn, ...others] = findChangePoints(series(400, (index) => 10 - Math.abs(index - 200) / 20 + 0.3 * noise()));
    expect(others).toEqual([]);
    expect(Math.abs((turn?.index ?? 0) - 200)).toBeLessThanOrEqual(12);
    expect(turn?.slopeBefore).toBeCloseTo(0.05, 2);
    expect(turn?.slopeAfter).toBeCloseTo(-0.05, 2);
  });

  it("sees no change in noise, a noisy line, a constant, an exact line or a single spike", () => {
    const noise = createNoise(5);
    const still = [
      series(500, () => noise()),
      series(500, (index) => 0.1 * index + noise()),
      new Float64Array(80).fill(7),
      series(80, (index) => 3 * index),
      series(300, (index) => noise() + (index === 150 ? 40 : 0)),
      new Float64Array(0),
      Float64Array.of(1, 9),
    ];
    for (const values of still) expect(places(values)).toEqual([]);
  });

  it("rarely sees one where samples merely depend on one another", () => {
    let found = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const noise = createNoise(seed);
      let value = 0;
      found += places(series(400, () => (value = 0.6 * value + noise()))).length;
    }
    expect(found).toBeLessThanOrEqual(2);
  });

  it("finds an exact step without noise at its place only", () => {
    expect(places(series(50, (index) => (index < 20 ? 1 : 5)))).toEqual([20]);
  });

  it("cuts a very long series at the same place", () => {
    const noise = createNoise(6);
    const found = places(series(60_000, (index) => (index >= 41_234 ? 1 : 0) + noise()));
    expect(found).toHaveLength(1);
    expect(Math.abs((found[0] ?? 0) - 41_234)).toBeLessThanOrEqual(20);
  });
});

describe("findCuts", () => {
  it("is as good as trying every cut", () => {
    const noise = createNoise(8);
    for (let round = 0; round < 20; round++) {
      const values = series(24, (index) => (index > 6 + (round % 9) ? 2 : 0) + 0.8 * noise());
      const costs = createSegmentCosts(values);
      const penalty = 1 + (round % 4);
      const cuts = findCuts(costs, values.length, penalty, 3);
      expect(totalOf(costs, [0, ...cuts, values.length], penalty)).toBeCloseTo(
        best(costs, values.length, penalty, 3),
        9,
      );
    }
  });
});

type Costs = Pick<ReturnType<typeof createSegmentCosts>, "cost">;

function totalOf(costs: Costs, bounds: readonly number[], penalty: number): number {
  return bounds.slice(1).reduce((sum, end, nth) => sum + costs.cost(bounds[nth] ?? 0, end) + penalty, -penalty);
}

/** Optimal partitioning without pruning (Jackson et al. 2005). */
function best(costs: Costs, size: number, penalty: number, minLength: number): number {
  const least = [-penalty];
  for (let end = 1; end <= size; end++) {
    const totals = least.map((before, start) =>
      end - start >= minLength ? before + costs.cost(start, end) + penalty : Number.POSITIVE_INFINITY,
    );
    least.push(Math.min(...totals));
  }
  return least[size] ?? Number.NaN;
}
