/** What is left of a bucket. */
export type BucketState = {
  /** Whether one was taken, or could be. */
  readonly allowed: boolean;
  readonly remaining: number;
  /** Until the next one can be taken; 0 when one can be now. */
  readonly retryAfterS: number;
  /** Until it is full again. */
  readonly resetS: number;
};

export interface TokenBuckets {
  take(key: string, perMinute: number): BucketState;
  /** As `take`, but takes nothing. */
  peek(key: string, perMinute: number): BucketState;
}

export type TokenBucketsOptions = {
  /** Monotonic milliseconds. */
  readonly nowMs: () => number;
  /** When there are more, the one not used for longest is forgotten. @default 10_000 */
  readonly maxKeys?: number;
};

type Bucket = { tokens: number; atMs: number };

const minuteMs = 60_000;

/** Buckets that hold a minute's worth and fill evenly: one for each key. */
export function createTokenBuckets({ nowMs, maxKeys = 10_000 }: TokenBucketsOptions): TokenBuckets {
  const buckets = new Map<string, Bucket>();

  const look = (key: string, perMinute: number, wanted: number): BucketState => {
    const atMs = nowMs();
    const known = buckets.get(key);
    const filled = known ? known.tokens + ((atMs - known.atMs) * perMinute) / minuteMs : perMinute;
    const before = Math.min(perMinute, filled);
    const allowed = before >= 1;
    const tokens = allowed ? before - wanted : before;
    if (wanted > 0) {
      // Last in the order of the map is who was here last.
      buckets.delete(key);
      buckets.set(key, { tokens, atMs });
      if (buckets.size > maxKeys) forgetOldest(buckets);
    }
    const secondsFor = (count: number) => (Math.max(0, count) * 60) / perMinute;
    return {
      allowed,
      remaining: Math.floor(tokens),
      retryAfterS: allowed ? 0 : secondsFor(1 - tokens),
      resetS: Math.ceil(secondsFor(perMinute - tokens)),
    };
  };

  return { take: (key, perMinute) => look(key, perMinute, 1), peek: (key, perMinute) => look(key, perMinute, 0) };
}

function forgetOldest(buckets: Map<string, Bucket>): void {
  const [oldest] = buckets.keys();
  if (oldest !== undefined) buckets.delete(oldest);
}
