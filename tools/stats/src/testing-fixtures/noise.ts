import { createRepeatableRandom } from "#numbers/random.ts";

/** Normal noise, the same at every run (Box & Muller 1958). */
export function createNoise(seed: number): () => number {
  const random = createRepeatableRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** `count` values of a function of the index. */
export function series(count: number, at: (index: number) => number): Float64Array {
  return Float64Array.from({ length: count }, (_, index) => at(index));
}
