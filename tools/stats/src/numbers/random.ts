/**
 * A repeatable stream of fractions in [0, 1): the same for every call, so that what is sampled never depends on luck.
 * G. Marsaglia's xorshift32 (2003).
 */
export function createRepeatableRandom(seed: number = 0x9e3779b9): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
}
