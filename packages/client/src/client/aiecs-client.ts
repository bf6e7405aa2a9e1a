import type { PlanResult, ProviderCall, ToolCallFunction, ToolListing } from "@aiecs/core";
import type {
  Artifact,
  ByteRange,
  CallOptions,
  EventOptions,
  IOperationExecutor,
  ListOptions,
  OperationCall,
  OperationTypes,
  ParamsOf,
  Plan,
  PlanAnalysis,
  ResultOf,
  ResultPage,
  ResultRead,
  Schedule,
  ScheduleRequest,
  Step,
  StepPage,
  StepPageOptions,
  SubmitOptions,
  Task,
  TaskEvent,
  TaskFilter,
  TaskPage,
  TaskSource,
  TaskStepResult,
  Tasks,
  ToolCall,
  WaitOptions,
} from "@aiecs/core/contracts";

/** What every call takes: its signal ends the wait for an answer, and what was asked for where that can be ended. */
export type RequestOptions = { readonly signal?: AbortSignal | undefined };

export type AnalyzeOptions = RequestOptions & { readonly input?: Readonly<Record<string, unknown>> | undefined };

/** Which file it is, without where it lies. */
export type ArtifactFacts = Omit<Artifact, "path">;

/** A file that an operation made, or the part of it that was asked for; `bytes` are those of the whole. */
export type ArtifactRead = { readonly artifact: ArtifactFacts; readonly content: ReadableStream<Uint8Array> };

export type StreamOptions = Omit<SubmitOptions, "delayMs"> & RequestOptions;

/** Names of operations: those that the compiler knows, and any other. */
export type Spec<Types> = (keyof Types & string) | (string & {});

/** The tools among names of operations. */
export type ToolOf<Types> = keyof Types extends `${infer Tool}.${string}` ? Tool : never;

/** The operations of a tool. */
export type OperationOf<Types, Tool extends string> = keyof Types extends infer Key
  ? Key extends `${Tool}.${infer Operation}`
    ? Operation
    : never
  : never;

/** Everything that can be done with AIECS, the same wherever it runs. */
export interface AiecsClient<Types extends OperationTypes = OperationTypes>
  extends IOperationExecutor,
    Tasks,
    AsyncDisposable {
  /** Opens what is needed: afterwards no call fails for want of it. Calls do so by themselves. @throws why it cannot be opened or reached */
  ready(options?: RequestOptions): Promise<void>;

  /**
   * Runs one operation and gives its result.
   *
   * @throws E001 invalid spec, parameters or references; E002 timed out; E003 failed, no such tool or operation, or
   * the server is out of reach; E004 cancelled; E005 every attempt failed; E007 a reference without a value
   */
  executeOperation<S extends Spec<Types>>(
    spec: S,
    params?: ParamsOf<Types, S> | null,
    options?: CallOptions,
  ): Promise<ResultOf<Types, S>>;
  /** Runs one operation of a tool: `executeOperation` with the two names apart. */
  executeTool<T extends ToolOf<Types> | (string & {}), O extends OperationOf<Types, T> | (string & {})>(
    tool: T,
    operation: O,
    params?: ParamsOf<Types, `${T}.${O}`> | null,
    options?: CallOptions,
  ): Promise<ResultOf<Types, `${T}.${O}`>>;
  /** Runs several operations, each as soon as what it refers to is there: results in order, errors in their place. */
  batchExecuteOperations(operations: readonly OperationCall[], options?: ListOptions): Promise<unknown[]>;
  /** Runs operations one after another. With `stopOnFailure` the list ends with the failed step. */
  executeOperationsSequence(
    operations: readonly OperationCall[],
    userId?: string,
    taskId?: string,
    options?: ListOptions,
  ): Promise<TaskStepResult[]>;
  /** Runs operations side by side: one result each, in order; a failure never affects another. */
  executeParallelOperations(operations: readonly OperationCall[], options?: ListOptions): Promise<TaskStepResult[]>;
  /**
   * Runs tool calls `{ tool, params: { op, … } }`: results in order, errors in place. Calls in the format of OpenAI,
   * Anthropic or the AI SDK are answered in that format.
   */
  batchToolCalls(
    calls: readonly (ToolCall | ProviderCall)[],
    toolExecutorFunc?: ToolCallFunction | null,
    options?: ListOptions,
  ): Promise<unknown[]>;
  /** Runs a plan in dependency order. @throws E001 or E007 before anything runs when the plan is wrong in itself */
  executePlan(plan: Plan | readonly Step[], options?: ListOptions): Promise<PlanResult>;
  /** Submits a plan as a task and gives its events as they come; leaving the loop early cancels the task. */
  stream(plan: TaskSource, options?: StreamOptions): AsyncGenerator<TaskEvent, void, undefined>;
  /** Everything that is wrong with a plan, its graph, levels and critical path; runs nothing. */
  analyzePlan(plan: Plan | readonly Step[], options?: AnalyzeOptions): Promise<PlanAnalysis>;
  /** Every tool with its operations and their schemas. */
  getAvailableTools(options?: RequestOptions): Promise<readonly ToolListing[]>;

  submitTask(source: TaskSource, options?: SubmitOptions & RequestOptions): Promise<Task>;
  getTask(id: string, options?: RequestOptions): Promise<Task>;
  listTasks(filter?: TaskFilter & RequestOptions): Promise<TaskPage>;
  getTaskHistory(id: string, options?: StepPageOptions & RequestOptions): Promise<StepPage>;
  waitForTask(id: string, options?: WaitOptions): Promise<Task>;
  cancelTask(id: string, options?: RequestOptions): Promise<Task>;
  resumeTask(id: string, options?: RequestOptions): Promise<Task>;
  deleteTask(id: string, options?: RequestOptions): Promise<void>;
  approveStep(id: string, step: number | string, options?: RequestOptions): Promise<Task>;
  rejectStep(id: string, step: number | string, reason?: string, options?: RequestOptions): Promise<Task>;
  /** As `Tasks.events`; remotely a connection that breaks is taken up again where it broke. */
  events(id: string, options?: EventOptions): AsyncGenerator<TaskEvent, void, undefined>;
  readResult(id: string, step: number | string, read?: ResultRead & RequestOptions): Promise<ResultPage>;
  saveSchedule(request: ScheduleRequest, options?: RequestOptions): Promise<Schedule>;
  listSchedules(options?: RequestOptions): Promise<readonly Schedule[]>;
  deleteSchedule(id: string, options?: RequestOptions): Promise<void>;

  /** A file that an operation made, whole or in part. The stream must be read to its end or cancelled. */
  readArtifact(id: string, range?: ByteRange, options?: RequestOptions): Promise<ArtifactRead>;
}
