import type { Clock } from "#contracts/clock.ts";
import { CancelledError, ExecutionError } from "#contracts/errors.ts";
import type { RetryPolicy } from "#contracts/operation.ts";
import type { Cancellation } from "#contracts/rate-limiter.ts";
import { delay } from "#primitives/delay.ts";
import { backoffMs, exhausted, isRetryable, retryAfterMs } from "./retry-policy.ts";

export type RetryLoopOptions = {
  readonly policy: Required<RetryPolicy>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly cancellation?: Cancellation | undefined;
  /** Told before each wait; `attempt` is the one that will follow. */
  readonly onRetry?: (attempt: number, waitMs: number, error: ExecutionError) => void;
};

/** Tries again what is worth it: exponential backoff with full jitter, or as long as the service asked to wait. */
export async function retryLoop<T>(work: () => Promise<T>, options: RetryLoopOptions): Promise<T> {
  const { policy, clock, random, cancellation, onRetry } = options;
  const messages: string[] = [];
  for (;;) {
    try {
      return await work();
    } catch (thrown) {
      // Whoever cancels, or has no time left, is told just that, whatever was tried before.
      if (!(thrown instanceof ExecutionError) || thrown instanceof CancelledError || cancellation?.reason) throw thrown;
      messages.push(thrown.message);
      const attempt = messages.length;
      if (attempt >= policy.maxAttempts || !isRetryable(thrown)) throw exhausted(thrown, messages);
      const waitMs = retryAfterMs(thrown) ?? backoffMs(policy, attempt, random);
      onRetry?.(attempt + 1, waitMs, thrown);
      await delay(waitMs, clock, cancellation);
    }
  }
}
