import { median } from "#numbers/select.ts";
import { type MannKendall, mannKendall } from "./mann-kendall.ts";
import { theilSen } from "./theil-sen.ts";

export type LeakTest = {
  readonly leak: boolean;
  readonly reason: string;
  readonly test: MannKendall;
  /** Per unit of the times; null when no two differ. */
  readonly slope: number | null;
  /** Growth over the whole time as a share of the median. */
  readonly growthRatio: number | null;
};

const minSamples = 8;
const significance = 0.01;
const minTau = 0.4;
const minGrowthRatio = 0.02;
/** Of the whole growth, what each quarter must add: a single jump, or a start that levels off, does not. */
const minQuarterShare = 0.1;

/**
 * Whether use only ever grows: the Mann–Kendall test says it rises, tau that it rises nearly throughout, and the medians of the
 * four quarters of the time that it still does. The saw teeth of a garbage collector do not matter if their feet stay level.
 */
export function testLeak(values: Float64Array, times: Float64Array): LeakTest {
  const test = mannKendall(values, times);
  const line = theilSen(times, values, test.variance);
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const middle = median(values);
  const growthRatio = line === null || middle <= 0 ? null : (line.slope * span) / middle;
  const objection = objectionTo(values, test, growthRatio);
  return {
    leak: objection === null,
    reason:
      objection ??
      `it rose through all four quarters of the time (tau ${test.tau.toFixed(2)}, p ${test.pValue.toPrecision(2)})`,
    test,
    slope: line?.slope ?? null,
    growthRatio,
  };
}

function objectionTo(values: Float64Array, test: MannKendall, growthRatio: number | null): string | null {
  if (values.length < minSamples)
    return `too few samples to tell: ${values.length}, and at least ${minSamples} are needed`;
  if (test.s <= 0 || test.pValue >= significance) return `no significant growth (p ${test.pValue.toPrecision(2)})`;
  if (test.tau < minTau) return `growth is not monotone (tau ${test.tau.toFixed(2)}, and at least ${minTau} is needed)`;
  if (growthRatio !== null && growthRatio < minGrowthRatio)
    return `growth is too small (${(100 * growthRatio).toFixed(2)} %)`;
  return risesThroughout(values) ? null : "it grew, but not in every quarter of the time";
}

function risesThroughout(values: Float64Array): boolean {
  const quarters = [0, 1, 2, 3].map((quarter) => {
    return median(
      values.slice(Math.floor((quarter * values.length) / 4), Math.floor(((quarter + 1) * values.length) / 4)),
    );
  });
  const whole = (quarters[3] as number) - (quarters[0] as number);
  return quarters.every((level, quarter) => {
    return quarter === 0 || level - (quarters[quarter - 1] as number) >= minQuarterShare * whole;
  });
}
