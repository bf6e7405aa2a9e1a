import { median } from "#numbers/select.ts";
import { decompose } from "#season/decompose.ts";
import type { RegularGrid } from "#series/regular-grid.ts";
import { mannKendall } from "#trend/mann-kendall.ts";
import { theilSen } from "#trend/theil-sen.ts";
import { robustZ } from "./robust-z.ts";
import type { Scores } from "./scores.ts";

/** Fifteen samples around each; fewer towards the ends, so that a steep course does not pull the median to one side. */
const widestReach = 7;
const narrowestReach = 2;

/**
 * The modified z-score of what remains of each sample once trend and season are taken away; without a season, once the local level
 * is: the Theil–Sen line plus a moving median (Hampel's filter).
 */
export function seasonalResidualScores(values: Float64Array, grid: RegularGrid, period: number | null): Scores {
  const { expected, inLogarithms } =
    period === null ? { expected: localLevel(grid.values), inLogarithms: false } : seasonal(grid.values, period);
  const residuals = values.map((value, index) => {
    const usual = expected[grid.positions[index] as number] as number;
    return inLogarithms ? Math.log(value / usual) : value - usual;
  });
  const { scores, notes } = robustZ(residuals);
  return { scores, expected: (index) => expected[grid.positions[index] as number] as number, notes };
}

function seasonal(values: Float64Array, period: number): { expected: Float64Array; inLogarithms: boolean } {
  const { expected, multiplicative } = decompose(values, period);
  return { expected, inLogarithms: multiplicative };
}

/** The moving median of what the line leaves, so that it does not lag at the ends of a rising series. */
function localLevel(values: Float64Array): Float64Array {
  const steps = Float64Array.from(values, (_, step) => step);
  const slope = theilSen(steps, values, mannKendall(values).variance)?.slope ?? 0;
  const flat = values.map((value, step) => value - slope * step);
  return flat.map((_, step) => {
    const reach = Math.max(narrowestReach, Math.min(widestReach, step, flat.length - 1 - step));
    const near = flat.subarray(Math.max(0, step - reach), step + reach + 1);
    return median(near) + slope * step;
  });
}
