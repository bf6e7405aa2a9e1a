import type { ExecutionError } from "#contracts/errors.ts";
import { announceEnd, announceStart } from "../announce-step.ts";
import { type Call, type CallTiming, type Middleware, notStarted } from "../call.ts";
import { describeForLog } from "../describe-for-log.ts";
import type { Services } from "../services.ts";
import { recordDuration } from "../telemetry.ts";
import { describeFailure } from "../to-execution-error.ts";

/**
 * Tells once how the call ended, whatever the end: statistics, metrics, log, events; and ends the run of a single call.
 * All in one link, and outside the others: each wait costs as much as all of this.
 */
export function recordHistory({ clock, statistics, logger }: Services): Middleware {
  const singleCalls = statistics.usageOf("executeOperation");
  const begin = (call: Call): void => {
    // A single call begins with its run, whose moment serves for both.
    if (call.startedAtMs === notStarted) call.startedAtMs = clock.monotonicMs();
    call.clockMs = call.startedAtMs;
    if (logger.isLevelEnabled("debug"))
      logger.debug({ ...fieldsOf(call), params: describeForLog(call.params) }, "Operation started");
    announceStart(call);
  };
  const end = (call: Call, error?: ExecutionError): void => {
    const { operation, run } = call;
    call.durationMs = clock.monotonicMs() - call.startedAtMs;
    statistics.record(operation.figures, call.durationMs, error === undefined);
    if (run.telemetry) recordDuration(operation.spec, call.durationMs, error?.code);
    announceEnd(call, error);
  };
  const complete = (call: Call): void => {
    try {
      end(call);
      if (logger.isLevelEnabled("debug")) logger.debug({ ...fieldsOf(call), ...timingOf(call) }, "Operation completed");
    } finally {
      if (call.isWholeRun) endSingle(call, undefined);
    }
  };
  const fail = (call: Call, thrown: unknown): void => {
    const error = describeFailure(thrown);
    try {
      end(call, error);
      // What is no error of ours to report is a fault of the runtime itself.
      const level = error === thrown ? "warn" : "error";
      if (logger.isLevelEnabled(level)) logger[level]({ err: error, ...fieldsOf(call) }, "Operation failed");
    } finally {
      if (call.isWholeRun) endSingle(call, { error: error === thrown ? error : null });
    }
  };
  const endSingle = ({ run }: Call, failure: { readonly error: ExecutionError | null } | undefined): void => {
    singleCalls.record(failure === undefined);
    run.end(failure);
  };
  return async (call, next) => {
    let output: unknown;
    try {
      begin(call);
      output = await next(call);
    } catch (thrown) {
      fail(call, thrown);
      throw thrown;
    }
    complete(call);
    return output;
  };
}

function fieldsOf({ operation, givenTaskId, run, userId, stepIndex }: Call): object {
  return { operation: operation.spec, taskId: givenTaskId ?? run.taskId, userId, stepIndex };
}

function timingOf({ durationMs, attempts, cached }: CallTiming): object {
  return { durationMs, attempts, cached };
}
