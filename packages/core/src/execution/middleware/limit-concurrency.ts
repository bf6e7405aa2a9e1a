import type { ConcurrencyLimiter } from "#contracts/rate-limiter.ts";
import type { Call, Middleware } from "../call.ts";
import type { Services } from "../services.ts";

/** Holds a slot while the work runs, and until it really ends where the call gave it up before. */
export function limitConcurrency(limiter: ConcurrencyLimiter, { clock }: Services): Middleware {
  const release = () => limiter.release();
  return async (call, next) => {
    if (!limiter.tryAcquire()) await waitForSlot(limiter, call, clock.monotonicMs);
    try {
      return await next(call);
    } finally {
      const { abandoned } = call.record;
      if (abandoned) void abandoned.then(release, release);
      else release();
    }
  };
}

async function waitForSlot(limiter: ConcurrencyLimiter, call: Call, monotonicMs: () => number): Promise<void> {
  const { userId, cancellation, run, record } = call;
  await limiter.acquire({ userId, cancellation, bounded: run.single });
  record.clockMs = monotonicMs();
}

/** A nested call runs within its caller's slot: waiting for one of its own could wait for ever. */
export function unlessNested(link: Middleware): Middleware {
  return (call, next) => (call.depth > 0 ? next(call) : link(call, next));
}
