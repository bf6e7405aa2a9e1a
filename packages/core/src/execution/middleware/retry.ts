import type { RetryPolicy } from "#contracts/operation.ts";
import { toWireError } from "#contracts/wire-error.ts";
import type { Middleware } from "../call.ts";
import { retryLoop } from "../retry-loop.ts";
import type { Services } from "../services.ts";

/** Runs what is inside again while that is worth it, and announces each further attempt. */
export function retry(policy: Required<RetryPolicy>, { clock, random, closing }: Services): Middleware {
  return (call, next) => {
    const { run, stepIndex, operation, cancellation = closing, inner } = call;
    const attempt = () => {
      call.attempts += 1;
      if (call.attempts > 1) call.clockMs = clock.monotonicMs();
      return next(call);
    };
    return retryLoop(attempt, {
      policy,
      clock,
      random,
      cancellation,
      onRetry: (number, waitMs, error) => {
        if (inner) return;
        run.emit("step.retrying", stepIndex, operation.spec, { attempt: number, waitMs, error: toWireError(error) });
      },
    });
  };
}

/** Counts the one attempt of an operation that is not retried. */
export function tryOnce(): Middleware {
  return (call, next) => {
    call.attempts = 1;
    return next(call);
  };
}
