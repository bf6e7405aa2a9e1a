import { twoSidedP } from "#numbers/normal.ts";
import { countInversionsInPlace } from "./inversions.ts";

/** What the Mann–Kendall test found. */
export type MannKendall = {
  /** Rising pairs less falling pairs. */
  readonly s: number;
  readonly variance: number;
  /** S over its deviation, moved one towards 0 for continuity. */
  readonly z: number;
  /** Kendall's tau-b, −1 to 1. */
  readonly tau: number;
  /** Two-sided. */
  readonly pValue: number;
};

/**
 * The Mann–Kendall test for a monotone trend, with the variance corrected for ties among the values and among the
 * times (Mann 1945; Kendall 1975, ch. 4). O(n log n). `values` are in order of time; equal times have no order.
 */
export function mannKendall(values: Float64Array, times: Float64Array | null = null): MannKendall {
  const count = values.length;
  const pairs = (count * (count - 1)) / 2;
  const ordered = values.slice();
  const timeTies = times === null ? noTies : sortWithinEqualTimes(ordered, times);
  const falling = countInversionsInPlace(ordered);
  const valueTies = tiesOf(ordered);
  const s = pairs - timeTies.pairs - valueTies.pairs + timeTies.pairsTiedTwice - 2 * falling;
  const variance = varianceOf(count, timeTies, valueTies);
  const z = variance > 0 ? (s - Math.sign(s)) / Math.sqrt(variance) : 0;
  const scale = Math.sqrt((pairs - timeTies.pairs) * (pairs - valueTies.pairs));
  return { s, variance, z, tau: scale > 0 ? s / scale : 0, pValue: twoSidedP(z) };
}

type Ties = {
  readonly pairs: number;
  /** Pairs equal in time and in value. */
  readonly pairsTiedTwice: number;
  /** Σ t(t−1)(t−2) */
  readonly triples: number;
  /** Σ t(t−1)(2t+5) */
  readonly weighted: number;
};

const noTies: Ties = { pairs: 0, pairsTiedTwice: 0, triples: 0, weighted: 0 };

/** Ties of a sorted list. */
function tiesOf(sorted: Float64Array): Ties {
  let ties = noTies;
  for (let start = 0; start < sorted.length; ) {
    let end = start + 1;
    while (end < sorted.length && sorted[end] === sorted[start]) end++;
    if (end - start > 1) ties = addGroup(ties, end - start, 0);
    start = end;
  }
  return ties;
}

/** Within one moment no value comes before another: sorting each such group keeps its pairs from counting as falling. */
function sortWithinEqualTimes(values: Float64Array, times: Float64Array): Ties {
  let ties = noTies;
  for (let start = 0; start < times.length; ) {
    let end = start + 1;
    while (end < times.length && times[end] === times[start]) end++;
    if (end - start > 1) {
      const group = values.subarray(start, end).sort();
      ties = addGroup(ties, end - start, tiesOf(group).pairs);
    }
    start = end;
  }
  return ties;
}

function addGroup(ties: Ties, size: number, pairsTiedTwice: number): Ties {
  const ordered = size * (size - 1);
  return {
    pairs: ties.pairs + ordered / 2,
    pairsTiedTwice: ties.pairsTiedTwice + pairsTiedTwice,
    triples: ties.triples + ordered * (size - 2),
    weighted: ties.weighted + ordered * (2 * size + 5),
  };
}

function varianceOf(count: number, times: Ties, values: Ties): number {
  if (count < 2) return 0;
  const ordered = count * (count - 1);
  const main = (ordered * (2 * count + 5) - times.weighted - values.weighted) / 18;
  const triples = count > 2 ? (times.triples * values.triples) / (9 * ordered * (count - 2)) : 0;
  return main + triples + (2 * times.pairs * 2 * values.pairs) / (2 * ordered);
}
