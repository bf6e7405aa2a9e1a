import { systemClock } from "#adapters/clock.ts";
import type { Clock } from "#contracts/clock.ts";
import { CancelledError } from "#contracts/errors.ts";
import type { RetryPolicy } from "#contracts/operation.ts";
import type { IToolExecutor } from "#contracts/tool-executor.ts";
import { retryLoop } from "#execution/retry-loop.ts";
import { completePolicy } from "#execution/retry-policy.ts";
import { toOperationError } from "#execution/to-execution-error.ts";
import { CancelScope } from "#primitives/cancel-scope.ts";
import { operationOf } from "#toolkit/find-operation.ts";
import { type Wrapped, wrapExecutor } from "./wrap-executor.ts";

export type RetryWrapperOptions = RetryPolicy & { readonly clock?: Clock; readonly random?: () => number };

/** Tries asynchronous calls again where the operation declares itself safe to repeat. */
export function withRetry<E extends IToolExecutor>(inner: E, options: RetryWrapperOptions): Wrapped<E> {
  const { clock = systemClock, random = Math.random, ...policy } = options;
  return wrapExecutor(inner, {
    execute: (_call, next) => next(),
    executeAsync({ tool, operationName, context }, next) {
      const { readOnly, idempotent } = operationOf(tool, operationName).annotations ?? {};
      if (!readOnly && !idempotent) return next();
      const scope = context && CancelScope.fromSignal(context.signal, () => new CancelledError("Cancelled"));
      const attempt = () => next().catch((error: unknown) => Promise.reject(toOperationError(error, operationName)));
      const work = retryLoop(attempt, { policy: completePolicy(policy), clock, random, cancellation: scope });
      return work.finally(() => scope?.dispose());
    },
  });
}
