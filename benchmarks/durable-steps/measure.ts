import type { Figures } from "../harness/figures.ts";
import { measurePairs, type Work } from "../harness/measure-pairs.ts";
import { createBareCommits } from "./bare-commits.ts";

/** What is measured, and how many times ten steps it is. */
export type Subject = {
  readonly work: Work;
  readonly perWork?: number;
  /** @default ten bare commits at the same level */
  readonly base?: Work;
  readonly basePerWork?: number;
};

/** Measures an item per ten steps, paired with ten bare commits at the same level of safety. */
export async function measure(
  { work, perWork = 1, base, basePerWork = 1 }: Subject,
  { samples, sampleMs, sync }: { samples: number; sampleMs: number; sync: string },
): Promise<Figures> {
  const figures = await measurePairs({ base: base ?? createBareCommits(sync), work, samples, sampleMs });
  const { ns = 0, ratio = 0, cpuRatio = 0 } = figures;
  const share = basePerWork / perWork;
  return { us: ns / 1000 / perWork, ratio: ratio * share, cpuRatio: cpuRatio * share };
}
