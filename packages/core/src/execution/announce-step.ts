import { CancelledError, type ExecutionError } from "#contracts/errors.ts";
import { toWireError } from "#contracts/wire-error.ts";
import type { Call } from "./call.ts";

const nothing = {};

/** Tells that a step begins. What happens inside a step is not told. */
export function announceStart({ run, inner, stepIndex, operation }: Call): void {
  if (inner) return;
  if (run.isHeard) run.emit("step.started", stepIndex, operation.spec, nothing);
  else run.skip(1);
}

/** Tells how a step ended, and how long it took. */
export function announceEnd({ run, inner, stepIndex, operation, durationMs }: Call, error?: ExecutionError): void {
  if (inner) return;
  if (!run.isHeard) run.skip(1);
  else if (error === undefined) run.emit("step.completed", stepIndex, operation.spec, { durationMs });
  else {
    const type = error instanceof CancelledError ? "step.cancelled" : "step.failed";
    run.emit(type, stepIndex, operation.spec, { durationMs, error: toWireError(error) });
  }
}
