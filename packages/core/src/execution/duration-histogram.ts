const subBucketsPerOctave = 32;
const octaves = 44;
const smallestMs = 2 ** -14;

/** The same eight bytes as a number and as its bits: exponent and leading digits are the bucket, without a logarithm. */
const bits = new DataView(new ArrayBuffer(8));
const firstBucket = bucketOfBits(smallestMs);

/**
 * Durations in bounded memory: every doubling from 61 ns to three weeks has 32 buckets of equal width, so quantiles are
 * right to 1.6 %.
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
    const bucket = ms <= smallestMs ? 0 : bucketOfBits(ms) - firstBucket;
    const index = Math.min(bucket, this.#buckets.length - 1);
    this.#buckets[index] = (this.#buckets[index] ?? 0) + 1;
  }

  /** The duration that the given share of calls (0 to 1) did not exceed; 0 when nothing was recorded. */
  quantileMs(share: number): number {
    const wanted = Math.max(1, Math.ceil(share * this.count));
    let seen = 0;
    for (const [index, count] of this.#buckets.entries()) {
      seen += count;
      if (seen >= wanted) return Math.min(Math.max(middleOf(index), this.minMs), this.maxMs);
    }
    return 0;
  }
}

/** The exponent and the first five binary digits behind the point, as one number. */
function bucketOfBits(value: number): number {
  bits.setFloat64(0, value);
  return bits.getUint32(0) >>> 15;
}

function middleOf(bucket: number): number {
  const octave = Math.floor(bucket / subBucketsPerOctave);
  const part = bucket % subBucketsPerOctave;
  return smallestMs * 2 ** octave * (1 + (part + 0.5) / subBucketsPerOctave);
}
