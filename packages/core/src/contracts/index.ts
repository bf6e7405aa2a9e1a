/** The vocabulary alone, for whoever talks to a runtime elsewhere: runs in browsers, imports nothing of Node. */

export type { Artifact, ByteRange } from "./artifact-store.ts";
export type { CacheOverride, CallOptions, ListOptions, OperationCall, SaveCallback, ToolCall } from "./call.ts";
export { ErrorCode } from "./error-code.ts";
export { type ErrorTraits, errorTable } from "./error-table.ts";
export {
  CancelledError,
  DatabaseError,
  DslEvaluationError,
  type ErrorDetails,
  ExecutionError,
  type ExecutionErrorOptions,
  LostLeaseError,
  NotAllowedError,
  NotFoundError,
  OperationFailedError,
  OperationNotFoundError,
  OperationTimeoutError,
  OverloadedError,
  RetryExhaustedError,
  ToolNotFoundError,
  ValidationError,
} from "./errors.ts";
export type { EventEnvelope, EventListener, EventOf, EventPayloads, EventType, TaskEvent } from "./events.ts";
export type { JsonSchema } from "./json-schema.ts";
export type { RetryPolicy } from "./operation.ts";
export type { IOperationExecutor } from "./operation-executor.ts";
export type { OperationTypes, OperationTypesOf, ParamsOf, ResultOf } from "./operation-types.ts";
export type { Plan, PlanAnalysis, PlanError, Step, StepRetry } from "./plan.ts";
export { type StepMeta, type StepResultFields, TaskStepResult, type WireStepResult } from "./step-result.ts";
export type {
  Lane,
  ResultPage,
  ResultRead,
  Schedule,
  ScheduleRequest,
  StepPage,
  StepPageOptions,
  SubmitOptions,
  Task,
  TaskFilter,
  TaskMode,
  TaskPage,
  TaskSource,
  TaskStep,
  TaskWork,
  WaitingStep,
} from "./task.ts";
export { TaskStatus } from "./task-status.ts";
export type { EventOptions, Tasks, WaitOptions } from "./tasks.ts";
export type { Tool } from "./tool.ts";
export type { ToolRule } from "./tool-rule.ts";
export { exitCodeOf, fromWireError, httpStatusOf, toWireError, type WireError } from "./wire-error.ts";
export { fromWireEvent, toWireEvent, type WireEvent } from "./wire-event.ts";
