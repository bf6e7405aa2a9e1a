import type { ExecutionError } from "#contracts/errors.ts";
import { type Call, type CallRecord, type Middleware, notStarted } from "../call.ts";
import type { Services } from "../services.ts";
import { recordDuration } from "../telemetry.ts";
import { describeFailure } from "../to-execution-error.ts";
import { describeForLog } from "./describe-for-log.ts";

/** Writes down once how the call ended, whatever the end: statistics, metrics, log. */
export function recordHistory({ clock, statistics, logger }: Services): Middleware {
  const settle = (call: Call, error: ExecutionError | undefined): void => {
    const { record, operation } = call;
    record.durationMs = clock.monotonicMs() - record.startedAtMs;
    statistics.record(operation.figures, record.durationMs, error === undefined);
    if (call.run.telemetry) recordDuration(operation.spec, record.durationMs, error?.code);
  };
  const logFailure = (call: Call, error: ExecutionError, thrown: unknown): void => {
    // What is no error of ours to report is a fault of the runtime itself.
    const level = error === thrown ? "warn" : "error";
    if (logger.isLevelEnabled(level)) logger[level]({ err: error, ...fieldsOf(call) }, "Operation failed");
  };
  return async (call, next) => {
    const { record } = call;
    // A single call begins with its run, whose moment serves for both.
    if (record.startedAtMs === notStarted) record.startedAtMs = clock.monotonicMs();
    record.clockMs = record.startedAtMs;
    const tellsAll = logger.isLevelEnabled("debug");
    if (tellsAll) logger.debug({ ...fieldsOf(call), params: describeForLog(call.params) }, "Operation started");
    try {
      const output = await next(call);
      settle(call, undefined);
      if (tellsAll) logger.debug({ ...fieldsOf(call), ...outcomeOf(record) }, "Operation completed");
      return output;
    } catch (thrown) {
      const error = describeFailure(thrown);
      settle(call, error);
      logFailure(call, error, thrown);
      throw thrown;
    }
  };
}

function fieldsOf({ operation, givenTaskId, run, userId, stepIndex }: Call): object {
  return { operation: operation.spec, taskId: givenTaskId ?? run.taskId, userId, stepIndex };
}

function outcomeOf({ durationMs, attempts, cached }: CallRecord): object {
  return { durationMs, attempts, cached };
}
