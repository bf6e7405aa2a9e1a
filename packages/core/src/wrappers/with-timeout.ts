import { systemClock } from "#adapters/clock.ts";
import type { Clock } from "#contracts/clock.ts";
import type { IToolExecutor } from "#contracts/tool-executor.ts";
import { timeLimited } from "./time-limited.ts";
import { withSignal } from "./with-signal.ts";
import { type Wrapped, wrapExecutor } from "./wrap-executor.ts";

export type TimeoutWrapperOptions = { readonly timeoutMs: number; readonly clock?: Clock };

/** Gives up on asynchronous calls that take too long, and tells the operation by its signal. */
export function withTimeout<E extends IToolExecutor>(inner: E, options: TimeoutWrapperOptions): Wrapped<E> {
  const { timeoutMs, clock = systemClock } = options;
  return wrapExecutor(inner, {
    execute: (_call, next) => next(),
    executeAsync({ tool, operationName, context }, next) {
      const spec = `${tool.name}.${operationName}`;
      return timeLimited(spec, timeoutMs, clock, (signal) => {
        if (!context) return next();
        return next(withSignal(context, AbortSignal.any([context.signal, signal])));
      });
    },
  });
}
