import { CancelledError, type ExecutionError } from "#contracts/errors.ts";
import { toWireError } from "#contracts/wire-error.ts";
import type { Call, Middleware, Next } from "../call.ts";
import { describeFailure } from "../to-execution-error.ts";

const nothing = {};

/** Announces the start and the end of a step; outermost, so that refusals are seen too. */
export function publishEvents(): Middleware {
  return (call, next) => {
    if (call.inner) return next(call);
    if (call.run.isHeard) return announced(call, next);
    call.run.skip(eventsOfStep);
    return next(call);
  };
}

/** A start and an end. */
const eventsOfStep = 2;

async function announced(call: Call, next: Next): Promise<unknown> {
  call.run.emit("step.started", call.stepIndex, call.operation.spec, nothing);
  try {
    const output = await next(call);
    call.run.emit("step.completed", call.stepIndex, call.operation.spec, { durationMs: call.record.durationMs });
    return output;
  } catch (thrown) {
    const error = describeFailure(thrown);
    publishFailure(call, error);
    throw thrown;
  }
}

function publishFailure(call: Call, error: ExecutionError): void {
  const type = error instanceof CancelledError ? "step.cancelled" : "step.failed";
  const { durationMs } = call.record;
  call.run.emit(type, call.stepIndex, call.operation.spec, { durationMs, error: toWireError(error) });
}
