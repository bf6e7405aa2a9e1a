import { bulkhead, ExponentialBackoff, handleAll, retry, TimeoutStrategy, timeout, wrap } from "cockatiel";
import { lookup, lookupParams, lookupSchema } from "../../harness/lookup.ts";
import type { Work } from "../../harness/measure-pairs.ts";

export function create(): Work {
  const policy = wrap(
    retry(handleAll, { maxAttempts: 3, backoff: new ExponentialBackoff() }),
    timeout(30_000, TimeoutStrategy.Aggressive),
    bulkhead(64, 10_000),
  );
  return () => policy.execute(() => lookup(lookupSchema.parse(lookupParams)));
}
