import type { ConcurrencyLimiter } from "#contracts/rate-limiter.ts";
import type { Call, Middleware } from "../call.ts";
import type { Services } from "../services.ts";

/**
 * Holds a slot while the work runs, and until it really ends where the call gave it up before. A nested call runs
 * within the slots that stand above it: waiting for one of these could wait for ever.
 */
export function limitConcurrency(limiter: ConcurrencyLimiter, services: Services): Middleware {
  const release = () => limiter.release();
  return async (call, next) => {
    if (call.inner?.caller && isHeldBy(call.inner.caller, limiter, services)) return next(call);
    if (!limiter.tryAcquire()) await waitForSlot(limiter, call, services);
    try {
      return await next(call);
    } finally {
      const { abandoned } = call.record;
      if (abandoned) void abandoned.then(release, release);
      else release();
    }
  };
}

async function waitForSlot(limiter: ConcurrencyLimiter, call: Call, { clock, closing }: Services): Promise<void> {
  const { userId, cancellation = closing, run, record } = call;
  await limiter.acquire({ userId, cancellation, bounded: run.single });
  record.clockMs = clock.monotonicMs();
}

/** Whether a call, or one above it, has a slot of this limiter. Every call runs within one of the executor's own. */
function isHeldBy(call: Call, limiter: ConcurrencyLimiter, { slots }: Services): boolean {
  if (limiter === slots) return true;
  for (let holder: Call | undefined = call; holder; holder = holder.inner?.caller) {
    const { limits, toolLimits } = holder.operation;
    if (limits.slots === limiter || toolLimits.slots === limiter) return true;
  }
  return false;
}
