import type { Figures } from "./figures.ts";
import { lookup, lookupParams } from "./lookup.ts";
import { measurePairs, type Work } from "./measure-pairs.ts";

/** Measures an item, paired with a bare `await` of the same operation. */
export function measure(work: Work, { samples, sampleMs }: { samples: number; sampleMs: number }): Promise<Figures> {
  return measurePairs({ base: () => lookup(lookupParams), work, samples, sampleMs });
}
