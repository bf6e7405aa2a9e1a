import { madToDeviation } from "#numbers/normal.ts";
import { median, medianDeviation } from "#numbers/select.ts";
import type { Scores } from "./scores.ts";

/** √(π/2): turns a mean absolute deviation into a standard deviation, were the values normal. */
const meanDeviationToDeviation = 1.2533141373155003;

/**
 * The modified z-score: the distance from the median in scaled median absolute deviations (Iglewicz & Hoaglin 1993, with 3.5 as
 * their limit). When more than half of the values are equal, the mean absolute deviation takes the place of the median one.
 */
export function robustZ(values: Float64Array): Scores {
  const center = median(values);
  const scaledMad = madToDeviation * medianDeviation(values, center);
  const notes = scaledMad > 0 ? [] : ["more than half of the values are equal: scored by the mean absolute deviation"];
  const scale = scaledMad > 0 ? scaledMad : meanDeviationToDeviation * meanDeviation(values, center);
  return {
    scores: scale > 0 ? values.map((value) => (value - center) / scale) : new Float64Array(values.length),
    expected: () => center,
    notes: scale > 0 ? notes : ["all values are equal"],
  };
}

function meanDeviation(values: Float64Array, center: number): number {
  let sum = 0;
  for (const value of values) sum += Math.abs(value - center);
  return values.length === 0 ? 0 : sum / values.length;
}
