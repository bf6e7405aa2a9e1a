import type { RateLimiter } from "#contracts/rate-limiter.ts";
import type { Middleware } from "../call.ts";
import type { Services } from "../services.ts";

/** Lets a start through only when the limiter gives a permit; each attempt costs one. */
export function limitRate(limiter: RateLimiter, { clock, closing }: Services): Middleware {
  return async (call, next) => {
    if (!limiter.tryAcquire()) {
      const { userId, cancellation = closing, run, record } = call;
      await limiter.acquire({ userId, cancellation, bounded: run.single });
      record.clockMs = clock.monotonicMs();
    }
    return next(call);
  };
}

/** The executor's own rate applies to batches and tool calls only. */
export function ifPaced(link: Middleware): Middleware {
  return (call, next) => (call.run.paced ? link(call, next) : next(call));
}
