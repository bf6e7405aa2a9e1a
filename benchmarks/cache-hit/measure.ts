import type { Figures } from "../harness/figures.ts";
import { lookup, lookupParams } from "../harness/lookup.ts";
import { measurePairs, type Work } from "../harness/measure-pairs.ts";
import { createKeyed } from "./items/keyed.ts";
import type { Size } from "./sizes.ts";

type CacheHitSettings = { readonly size: Size; readonly samples: number; readonly sampleMs: number };

/** Measures a hit twice: paired with a bare `await`, and paired with a hit by JSON.stringify and SHA-256. */
export async function measure(work: Work, { size, samples, sampleMs }: CacheHitSettings): Promise<Figures> {
  const bare = await measurePairs({ base: () => lookup(lookupParams), work, samples, sampleMs });
  const plain = await measurePairs({ base: createKeyed(JSON.stringify, size), work, samples, sampleMs });
  return {
    us: (bare.ns ?? 0) / 1000,
    bareRatio: bare.ratio ?? 0,
    ratio: plain.ratio ?? 0,
    cpuRatio: plain.cpuRatio ?? 0,
  };
}
