import { estimateNoise, type Noise } from "./noise.ts";
import { findCuts } from "./pelt.ts";
import { createSegmentCosts, type SegmentCosts } from "./segment-cost.ts";

/** A place where the course of a series changes: its level jumps or its slope turns. */
export type ChangePoint = {
  /** The first sample of the new course. */
  readonly index: number;
  readonly levelBefore: number;
  readonly levelAfter: number;
  /** Per sample. */
  readonly slopeBefore: number;
  readonly slopeAfter: number;
};

/** A longer series is cut on averages of blocks first; then each cut is placed among the samples around it. */
const maxBlocks = 2_000;
const minLength = 5;
/** A cut adds a place, a level and a slope. */
const parametersPerCut = 3;
const spikeScore = 5;

/**
 * Where the course changes: least-squares lines between cuts, the number of cuts by the Bayesian information criterion with
 * the noise's own deviation and persistence, the cuts by PELT. Single spikes are no change of course and are levelled before.
 */
export function findChangePoints(values: Float64Array): readonly ChangePoint[] {
  if (values.length < 2 * minLength) return [];
  const noise = estimateNoise(values);
  const level = levelSpikes(values, noise.deviation);
  const costs = createSegmentCosts(level);
  const size = Math.ceil(values.length / maxBlocks);
  const penalty = penaltyOf(level, costs, noise) / size;
  const cuts =
    size === 1 ? findCuts(costs, level.length, penalty, minLength) : findCutsInBlocks(level, costs, size, penalty);
  return describe(costs, cuts, values.length);
}

/** The variance that a mean over many samples would show, times ln n for each parameter; never so little that rounding makes a cut. */
function penaltyOf(values: Float64Array, costs: SegmentCosts, { deviation, correlation }: Noise): number {
  const longRun = deviation ** 2 * ((1 + correlation) / (1 - correlation));
  const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const least = Math.max(1e-6 * costs.cost(0, values.length), values.length * (scale * 1e-9) ** 2);
  return Math.max(parametersPerCut * longRun * Math.log(values.length), least);
}

function findCutsInBlocks(values: Float64Array, costs: SegmentCosts, size: number, penalty: number): readonly number[] {
  const blocks = new Float64Array(Math.floor(values.length / size));
  for (let block = 0; block < blocks.length; block++) {
    let sum = 0;
    for (let index = block * size; index < (block + 1) * size; index++) sum += values[index] as number;
    blocks[block] = sum / size;
  }
  const rough = findCuts(createSegmentCosts(blocks), blocks.length, penalty, minLength);
  return rough.map((block, nth) => {
    const start = (rough[nth - 1] ?? 0) * size;
    const end = nth + 1 < rough.length ? (rough[nth + 1] as number) * size : values.length;
    return bestCut(costs, start, end, (block - 1) * size, (block + 1) * size);
  });
}

function bestCut(costs: SegmentCosts, start: number, end: number, from: number, to: number): number {
  let best = from;
  let least = Number.POSITIVE_INFINITY;
  for (let cut = Math.max(from, start + 2); cut <= Math.min(to, end - 2); cut++) {
    const cost = costs.cost(start, cut) + costs.cost(cut, end);
    if (cost >= least) continue;
    least = cost;
    best = cut;
  }
  return best;
}

/** A value far from both neighbours on the same side becomes the mean of the two. */
function levelSpikes(values: Float64Array, deviation: number): Float64Array {
  const limit = spikeScore * Math.SQRT2 * deviation;
  return values.map((value, index) => {
    const before = values[index - 1] ?? value;
    const after = values[index + 1] ?? value;
    const spike = Math.min(Math.abs(value - before), Math.abs(value - after)) > limit;
    return spike && value > before === value > after ? (before + after) / 2 : value;
  });
}

function describe(costs: SegmentCosts, cuts: readonly number[], size: number): ChangePoint[] {
  return cuts.map((index, nth) => {
    const start = cuts[nth - 1] ?? 0;
    const end = cuts[nth + 1] ?? size;
    return {
      index,
      levelBefore: costs.lineAt(start, index, index - 1),
      levelAfter: costs.lineAt(index, end, index),
      slopeBefore: costs.slope(start, index),
      slopeAfter: costs.slope(index, end),
    };
  });
}
