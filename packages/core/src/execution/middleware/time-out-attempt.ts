import { Attempt } from "../attempt.ts";
import type { Middleware } from "../call.ts";
import type { Services } from "../services.ts";
import { traceAttempt } from "../telemetry.ts";

/**
 * Gives one attempt its context and its bounds: it ends when the work ends, when its time is over, or when the call is
 * cancelled, whichever comes first. The work is told by its signal; work that ignores it is given up, and counted.
 */
export function timeOutAttempt(timeoutMs: number | undefined, services: Services): Middleware {
  return (call, next) => {
    const attempt = new Attempt(call, timeoutMs, services);
    if (attempt.reason) return Promise.reject(attempt.reason);
    call.record.abandoned = undefined;
    call.record.attempt = attempt;
    const work = call.run.telemetry ? traceAttempt(call, () => next(call)) : next(call);
    return new Promise((resolve, reject) => attempt.settle(work, resolve, reject));
  };
}
