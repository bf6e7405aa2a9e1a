/** The public surface of `@aiecs/core`: explicit names only. */

export {
  type AdoptedFile,
  createTaskFiles,
  type MadeFile,
  type TaskFiles,
  type TaskFilesOptions,
} from "#adapters/artifacts/making-task-files.ts";
export { createMemoryCache, type MemoryCacheOptions } from "#adapters/cache/memory-cache.ts";
export { systemClock } from "#adapters/clock.ts";
export { createDefaultLogger, type LogLevel } from "#adapters/default-logger.ts";
export { createFileAccess, type FileAccessOptions } from "#adapters/files/file-access.ts";
export { checkRate, checkSlots } from "#adapters/limits/check-limits.ts";
export { WaitingLine, type WaitingLineOptions } from "#adapters/waiting-line.ts";
export type {
  Artifact,
  ArtifactAccess,
  ArtifactContent,
  ArtifactDescription,
  ArtifactHandle,
  ArtifactOwner,
  ArtifactStore,
  ByteRange,
  StoredArtifact,
} from "#contracts/artifact-store.ts";
export type {
  CacheEntryOptions,
  CacheLead,
  CacheStats,
  CacheTag,
  ICacheProvider,
  ManagedCache,
} from "#contracts/cache-provider.ts";
export type {
  CacheOverride,
  CallOptions,
  ListOptions,
  OperationCall,
  SaveCallback,
  ToolCall,
} from "#contracts/call.ts";
export type { Clock, IdleTimer } from "#contracts/clock.ts";
export type { ExecutorConfig } from "#contracts/config.ts";
export { ErrorCode } from "#contracts/error-code.ts";
export { type ErrorTraits, errorTable } from "#contracts/error-table.ts";
export {
  CancelledError,
  DatabaseError,
  DslEvaluationError,
  type ErrorDetails,
  ExecutionError,
  type ExecutionErrorOptions,
  HeldTaskError,
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
} from "#contracts/errors.ts";
export type { EventRelay, RelayListener } from "#contracts/event-relay.ts";
export type {
  EventEnvelope,
  EventListener,
  EventOf,
  EventPayloads,
  EventType,
  TaskEvent,
} from "#contracts/events.ts";
export type { ExecutionInterface, TaskContext, TaskRequest } from "#contracts/execution-interface.ts";
export type { FileAccess } from "#contracts/file-access.ts";
export type { JsonSchema } from "#contracts/json-schema.ts";
export type { ConcurrencyLimiterRequest, LimiterFactory, RateLimiterRequest } from "#contracts/limiter-factory.ts";
export type { ResourceLimits } from "#contracts/limits.ts";
export type { Logger } from "#contracts/logger.ts";
export type {
  Annotations,
  CachePolicy,
  CallTypes,
  CircuitBreaker,
  Limits,
  Operation,
  OperationExample,
  RateLimit,
  RetryPolicy,
} from "#contracts/operation.ts";
export type { IOperationExecutor } from "#contracts/operation-executor.ts";
export type { OperationTypes, OperationTypesOf, ParamsOf, ResultOf } from "#contracts/operation-types.ts";
export type { Plan, PlanAnalysis, PlanError, Step, StepRetry } from "#contracts/plan.ts";
export type {
  AnthropicToolResult,
  AnthropicToolUse,
  OpenAiFunctionCall,
  OpenAiFunctionOutput,
  OpenAiToolCall,
  OpenAiToolMessage,
  ProviderAnswer,
  ProviderCall,
  SdkToolCall,
  SdkToolResult,
} from "#contracts/provider-calls.ts";
export type { Cancellation, ConcurrencyLimiter, PermitOptions, RateLimiter } from "#contracts/rate-limiter.ts";
export type { Approval, ElementJournal, Resumption, WorkOutcome } from "#contracts/resumption.ts";
export type { Schema, SchemaInput, SchemaOutput } from "#contracts/schema.ts";
export type { ExecutorStats, OperationStats, UsageReport } from "#contracts/stats.ts";
export type { StepHistory } from "#contracts/step-history.ts";
export { type StepMeta, TaskStepResult, type WireStepResult } from "#contracts/step-result.ts";
export {
  type ColumnType,
  type ColumnValues,
  isTable,
  type RecordsOptions,
  type Table,
  type TableColumn,
  type TableRecord,
} from "#contracts/table.ts";
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
} from "#contracts/task.ts";
export type { TaskConfig } from "#contracts/task-config.ts";
export type { ConsumeOptions, LaneCounts, QueueConsumer, QueueItem, TaskQueue } from "#contracts/task-queue.ts";
export { TaskStatus } from "#contracts/task-status.ts";
export type {
  ApprovalRecord,
  Decision,
  ElementRecord,
  Holder,
  InsertedTask,
  Lease,
  LeaseNews,
  NewTaskRecord,
  OpenTask,
  RecordFilter,
  RecordPage,
  RunEnd,
  RunnerId,
  ScheduleRecord,
  StepRecord,
  TaskChanges,
  TaskRecord,
  TaskStore,
} from "#contracts/task-store.ts";
export type { EventOptions, Tasks, WaitOptions } from "#contracts/tasks.ts";
export type { Operations, Tool } from "#contracts/tool.ts";
export type { ToolContext } from "#contracts/tool-context.ts";
export type { IToolExecutor } from "#contracts/tool-executor.ts";
export type { IToolProvider } from "#contracts/tool-provider.ts";
export { isAllowed, isToolAllowed, type ToolRule } from "#contracts/tool-rule.ts";
export { exitCodeOf, fromWireError, httpStatusOf, toWireError, type WireError } from "#contracts/wire-error.ts";
export { fromWireEvent, toWireEvent, type WireEvent } from "#contracts/wire-event.ts";
export { analyzePlan } from "#execution/plans/analyze.ts";
export { definePlan } from "#execution/plans/builder.ts";
export type { PlanResult } from "#execution/plans/execute-plan.ts";
export { planJsonSchema } from "#execution/plans/json-schema.ts";
export { parsePlan } from "#execution/plans/parse.ts";
export { type ToolCallFunction } from "#execution/tool-calls.ts";
export { pageValue, parsePath, valueAt } from "#tasks/page-value.ts";
export type {
  RunHereOptions,
  RunTaskOptions,
  TaskCounts,
  TaskRights,
  TaskService,
  TaskServiceOptions,
} from "#tasks/service.ts";
export { resolveTaskConfig } from "#tasks/task-config.ts";
export type { TaskExecutor } from "#tasks/task-executor.ts";
export { taskKey } from "#tasks/task-key.ts";
export {
  type ArtifactPreview,
  type LineOptions,
  type LinePage,
  previewArtifact,
  readArtifactLines,
} from "#toolkit/artifact-pages.ts";
export { assertImplements, type InterfaceName } from "#toolkit/assert-implements.ts";
export { checkInterfaceVersion } from "#toolkit/check-interface-version.ts";
export { defineOperation, type OperationDefinition } from "#toolkit/define-operation.ts";
export { defineTool, type ToolDefinition } from "#toolkit/define-tool.ts";
export { definitionName, specOfDefinition } from "#toolkit/definition-name.ts";
export { type MethodDefinition, toolFromClass } from "#toolkit/tool-from-class.ts";
export { type OperationListing, type ToolListing, ToolRegistry } from "#toolkit/tool-registry.ts";
export { type ConfigInput, resolveConfig } from "./config.ts";
export { configFromEnvironment, environmentVariables } from "./config-from-environment.ts";
export type { ExecutorParts } from "./create-services.ts";
export { ExecutionUtils, type ExecutionUtilsOptions } from "./execution-utils.ts";
export { type OpenTasksOptions, openTasks } from "./open-tasks.ts";
export { OperationExecutor, type OperationExecutorParts, type RegisteredToolExecutor } from "./operation-executor.ts";
export { createExecutor, type ExecutorOptions } from "./runtime.ts";
export { ServiceExecutor } from "./service-executor.ts";
export { ToolExecutor, type ToolExecutorOptions } from "./tool-executor.ts";
export { withCache } from "./wrappers/with-cache.ts";
export { withLogging } from "./wrappers/with-logging.ts";
export { type Metrics, withMetrics } from "./wrappers/with-metrics.ts";
export { withRetry } from "./wrappers/with-retry.ts";
export { withTimeout } from "./wrappers/with-timeout.ts";
