import type { Middleware } from "../call.ts";
import { traceOperation } from "../telemetry.ts";

/** Lets OpenTelemetry see the operation with all its attempts. */
export function traceOperations(): Middleware {
  return (call, next) => (call.run.telemetry ? traceOperation(call, () => next(call)) : next(call));
}
