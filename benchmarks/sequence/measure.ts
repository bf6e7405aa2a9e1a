import type { Figures } from "../harness/figures.ts";
import { measurePairs, type Work } from "../harness/measure-pairs.ts";
import { create as createBare } from "./items/bare.ts";

/** Measures an item, paired with ten bare calls one after another. */
export async function measure(
  work: Work,
  { samples, sampleMs }: { samples: number; sampleMs: number },
): Promise<Figures> {
  const { ns = 0, ...ratios } = await measurePairs({ base: createBare(), work, samples, sampleMs });
  return { us: ns / 1000, ...ratios };
}
