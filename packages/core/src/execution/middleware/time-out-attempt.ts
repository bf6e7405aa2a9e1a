import { Attempt } from "../attempt.ts";
import type { Call, Middleware } from "../call.ts";
import type { Services } from "../services.ts";
import { traceAttempt } from "../telemetry.ts";
import { toOperationError } from "../to-execution-error.ts";

/**
 * Gives one attempt its context and its bounds: it ends when the work ends, when its time is over, or when the call is
 * cancelled, whichever comes first. The work is told by its signal; work that ignores it is given up, and counted.
 */
export function timeOutAttempt(timeoutMs: number | undefined, services: Services): Middleware {
  const { closing } = services;
  const bounds = { timeoutMs, services };
  return (call, next) => {
    const reason = call.cancellation?.reason ?? closing.reason;
    if (reason) {
      call.releaseSlots();
      return Promise.reject(reason);
    }
    const attempt = new Attempt(call, bounds);
    call.attempt = attempt;
    const work = call.run.telemetry ? traceAttempt(call, () => wrapThrows(next(call), call)) : next(call);
    return new Promise((resolve, reject) => attempt.settle(work, resolve, reject));
  };
}

/** Spans tell of errors in the runtime's words. */
function wrapThrows(work: Promise<unknown>, { operation }: Call): Promise<unknown> {
  return work.catch((thrown: unknown) => {
    throw toOperationError(thrown, operation.name);
  });
}
