import { CancelledError, type ExecutionError } from "#contracts/errors.ts";
import { toWireError } from "#contracts/wire-error.ts";
import type { Call } from "./call.ts";
import type { Run } from "./run.ts";

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
  else announceFailure(run, { stepIndex, spec: operation.spec, durationMs, error });
}

export type StepFailure = {
  readonly stepIndex: number;
  /** Null where the step names no operation. */
  readonly spec: string | null;
  readonly durationMs: number;
  readonly error: ExecutionError;
};

/** Tells of a step that did not complete. */
export function announceFailure(run: Run, { stepIndex, spec, durationMs, error }: StepFailure): void {
  const type = error instanceof CancelledError ? "step.cancelled" : "step.failed";
  run.emit(type, stepIndex, spec, { durationMs, error: toWireError(error) });
}
