const subBucketsPerOctave = 32;
const octaves = 44;
const smallestMs = 2 ** -14;

/**
 * Durations in bounded memory: logarithmic buckets of about 2 % width from 61 ns to three weeks, so quantiles are
 * right to about 1 %.
 */
export class DurationHistogram {
  readonly #buckets = new Uint32Array(subBucketsPerOctave * octaves);
  count = 0;
  totalMs = 0;
  minMs: number = Number.POSITIVE_INFINITY;
  maxMs = 0;

  record(ms: number): void {
    this.count += 1;
    this.totalMs += ms;
    if (ms < this.minMs) this.minMs = ms;
    if (ms > this.maxMs) this.maxMs = ms;
    const bucket = ms <= smallestMs ? 0 : Math.floor(Math.log2(ms / smallestMs) * subBucketsPerOctave);
    const index = Math.min(bucket, this.#buckets.length - 1);
    this.#buckets[index] = (this.#buckets[index] ?? 0) + 1;
  }

  /** The duration that the given share of calls (0 to 1) did not exceed; 0 when nothing was recorded. */
  quantileMs(share: number): number {
    const wanted = Math.max(1, Math.ceil(share * this.count));
    let seen = 0;
    for (const [index, count] of this.#buckets.entries()) {
      seen += count;
      if (seen < wanted) continue;
      const middleMs = smallestMs * 2 ** ((index + 0.5) / subBucketsPerOctave);
      return Math.min(Math.max(middleMs, this.minMs), this.maxMs);
    }
    return 0;
  }
}
