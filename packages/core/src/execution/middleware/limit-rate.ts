import type { RateLimiter } from "#contracts/rate-limiter.ts";
import type { Call, Middleware } from "../call.ts";
import type { Services } from "../services.ts";

/** Lets a start through only when the limiter gives a permit; each attempt costs one. */
export function limitRate(limiter: RateLimiter, services: Services): Middleware {
  return (call, next) =>
    limiter.tryAcquire() ? next(call) : waitForPermit(limiter, call, services).then(() => next(call));
}

async function waitForPermit(limiter: RateLimiter, call: Call, { clock, closing }: Services): Promise<void> {
  const { userId, cancellation = closing, run } = call;
  await limiter.acquire({ userId, cancellation, bounded: run.single });
  call.clockMs = clock.monotonicMs();
}

/** The executor's own rate applies to batches and tool calls only. */
export function ifPaced(link: Middleware): Middleware {
  return (call, next) => (call.run.paced ? link(call, next) : next(call));
}
