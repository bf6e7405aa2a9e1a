import { median } from "#numbers/select.ts";
import { mannKendall } from "#trend/mann-kendall.ts";
import { theilSen } from "#trend/theil-sen.ts";

/** Fifteen samples around each; fewer towards the ends, so that a steep course does not pull the median to one side. */
const widestReach = 7;
const narrowestReach = 2;

/**
 * What the neighbourhood lets expect of each sample, without a season: the moving median (Hampel's filter), taken of what the
 * Theil–Sen line leaves. It follows jumps at once.
 */
export function localLevel(values: Float64Array): Float64Array {
  const steps = Float64Array.from(values, (_, step) => step);
  const slope = theilSen(steps, values, mannKendall(values).variance)?.slope ?? 0;
  const flat = values.map((value, step) => value - slope * step);
  return flat.map((_, step) => {
    const reach = Math.max(narrowestReach, Math.min(widestReach, step, flat.length - 1 - step));
    return median(flat.subarray(Math.max(0, step - reach), step + reach + 1)) + slope * step;
  });
}
