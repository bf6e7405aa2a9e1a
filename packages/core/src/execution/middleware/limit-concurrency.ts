import type { ConcurrencyLimiter } from "#contracts/rate-limiter.ts";
import type { Call, Middleware, Next } from "../call.ts";
import type { Services } from "../services.ts";

/**
 * Holds a slot while the work runs, and until it really ends where the call gave it up before. A nested call runs
 * within the slots that stand above it: waiting for one of these could wait for ever.
 */
export function limitConcurrency(limiter: ConcurrencyLimiter, services: Services): Middleware {
  const release = () => limiter.release();
  return (call, next) => {
    if (call.inner?.caller && isHeldBy(call.inner.caller, limiter, services)) return next(call);
    if (!limiter.tryAcquire()) return waitForSlot(limiter, call, services).then(() => hold(call, release, next));
    return hold(call, release, next);
  };
}

/** The slot is given back when the attempt's work ends, which may be later than the attempt itself. */
function hold(call: Call, release: () => void, next: Next): Promise<unknown> {
  const others = call.release;
  call.release = others ? both(release, others) : release;
  return next(call);
}

function both(first: () => void, second: () => void): () => void {
  return () => {
    first();
    second();
  };
}

async function waitForSlot(limiter: ConcurrencyLimiter, call: Call, services: Services): Promise<void> {
  const { clock, closing } = services;
  const { userId, cancellation = closing, run } = call;
  try {
    await limiter.acquire({ userId, cancellation, bounded: run.single });
  } catch (error) {
    call.releaseSlots();
    throw error;
  }
  call.clockMs = clock.monotonicMs();
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
