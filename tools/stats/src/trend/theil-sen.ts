import { normal95 } from "#numbers/normal.ts";
import { createRepeatableRandom } from "#numbers/random.ts";
import { medianInPlace, quantileInPlace } from "#numbers/select.ts";

/** The line through a series that half of all pairs of samples lie above. */
export type TheilSen = {
  readonly slope: number;
  /** Of the line at time 0. */
  readonly intercept: number;
  /** 95 %. */
  readonly low: number;
  readonly high: number;
  /** "exact" from all pairs, "sampled" from `pairs` of them, drawn repeatably. */
  readonly method: "exact" | "sampled";
  readonly pairs: number;
};

/** Up to here all pairs are looked at: two million slopes take about 50 ms. */
const exactUpTo = 2_000;
const sampledPairs = 2_000_000;

/**
 * The Theil–Sen slope: the median slope over pairs of samples (Theil 1950; Sen 1968), with Gilbert's rank interval
 * (1987, 16.5) from the variance of Mann–Kendall's S. Null when no two times differ.
 */
export function theilSen(times: Float64Array, values: Float64Array, varianceOfS: number): TheilSen | null {
  const method = values.length <= exactUpTo ? "exact" : "sampled";
  const slopes = method === "exact" ? allSlopes(times, values) : sampledSlopes(times, values);
  if (slopes.length === 0) return null;
  const pairs = (values.length * (values.length - 1)) / 2;
  const reach = Math.min(0.5, (normal95 * Math.sqrt(varianceOfS)) / (2 * pairs));
  const low = quantileInPlace(slopes, 0.5 - reach);
  const high = quantileInPlace(slopes, 0.5 + reach);
  const slope = medianInPlace(slopes);
  const intercept = medianInPlace(values.map((value, index) => value - slope * (times[index] as number)));
  return { slope, intercept, low, high, method, pairs: slopes.length };
}

function allSlopes(times: Float64Array, values: Float64Array): Float64Array {
  const slopes = new Float64Array((values.length * (values.length - 1)) / 2);
  let found = 0;
  for (let first = 0; first < values.length; first++) {
    for (let second = first + 1; second < values.length; second++) {
      const run = (times[second] as number) - (times[first] as number);
      if (run !== 0) slopes[found++] = ((values[second] as number) - (values[first] as number)) / run;
    }
  }
  return slopes.subarray(0, found);
}

function sampledSlopes(times: Float64Array, values: Float64Array): Float64Array {
  const random = createRepeatableRandom();
  const slopes = new Float64Array(sampledPairs);
  let found = 0;
  for (let draw = 0; draw < sampledPairs; draw++) {
    const first = Math.floor(random() * values.length);
    const second = Math.floor(random() * values.length);
    const run = (times[second] as number) - (times[first] as number);
    if (run !== 0) slopes[found++] = ((values[second] as number) - (values[first] as number)) / run;
  }
  return slopes.subarray(0, found);
}
