import { createConcurrencyLimiter } from "#adapters/concurrency/slots.ts";
import { createRateLimiter } from "#adapters/rate-limit/token-bucket.ts";
import type { Clock } from "#contracts/clock.ts";
import type { LimiterFactory } from "#contracts/limiter-factory.ts";

/** Limits of this process alone, each counted by itself. */
export function createLocalLimits({ clock }: { readonly clock: Clock }): LimiterFactory {
  return {
    rate: ({ perSecond, burst, maxWaiting }) => createRateLimiter({ perSecond, burst, maxWaiting, clock }),
    concurrency: ({ slots, maxWaiting }) => createConcurrencyLimiter({ slots, maxWaiting }),
  };
}
