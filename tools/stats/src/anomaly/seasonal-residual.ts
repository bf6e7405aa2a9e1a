import { decompose } from "#season/decompose.ts";
import type { RegularGrid } from "#series/regular-grid.ts";
import { localLevel } from "./local-level.ts";
import { robustZ } from "./robust-z.ts";
import type { Scores } from "./scores.ts";

/** What differs by less than this share of the largest value differs by rounding. */
const roundingShare = 1e-9;

/**
 * The modified z-score of what remains of each sample once trend and season are taken away; without a season, once the local level
 * is.
 */
export function seasonalResidualScores(values: Float64Array, grid: RegularGrid, period: number | null): Scores {
  const { expected, inLogarithms } =
    period === null ? { expected: localLevel(grid.values), inLogarithms: false } : seasonal(grid.values, period);
  const rounding = roundingShare * grid.values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const residuals = values.map((value, index) => {
    const usual = expected[grid.positions[index] as number] as number;
    if (Math.abs(value - usual) <= rounding) return 0;
    return inLogarithms ? Math.log(value / usual) : value - usual;
  });
  const { scores, notes } = robustZ(residuals);
  return { scores, expected: (index) => expected[grid.positions[index] as number] as number, notes };
}

function seasonal(values: Float64Array, period: number): { expected: Float64Array; inLogarithms: boolean } {
  const { expected, multiplicative } = decompose(values, period);
  return { expected, inLogarithms: multiplicative };
}
