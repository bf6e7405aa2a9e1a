import type { ExecutionError } from "#contracts/errors.ts";
import { type Call, type Middleware, notStarted } from "../call.ts";
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
    if (!logger.isLevelEnabled(level)) return;
    const { userId, stepIndex, operation, run } = call;
    const taskId = call.givenTaskId ?? run.taskId;
    logger[level]({ err: error, operation: operation.spec, taskId, userId, stepIndex }, "Operation failed");
  };
  return async (call, next) => {
    const { record, operation } = call;
    // A single call begins with its run, whose moment serves for both.
    if (record.startedAtMs === notStarted) record.startedAtMs = clock.monotonicMs();
    record.clockMs = record.startedAtMs;
    if (logger.isLevelEnabled("debug")) {
      logger.debug({ operation: operation.spec, params: describeForLog(call.params) }, "Operation started");
    }
    try {
      const output = await next(call);
      settle(call, undefined);
      return output;
    } catch (thrown) {
      const error = describeFailure(thrown);
      settle(call, error);
      logFailure(call, error, thrown);
      throw thrown;
    }
  };
}
