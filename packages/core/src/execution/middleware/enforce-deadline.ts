import type { Middleware } from "../call.ts";

/** Lets nothing start once the call is cancelled or its time is spent; the run's scope carries both. */
export function enforceDeadline(): Middleware {
  return (call, next) => {
    const reason = call.cancellation?.reason;
    return reason ? Promise.reject(reason) : next(call);
  };
}
