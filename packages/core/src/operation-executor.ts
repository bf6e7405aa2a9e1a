import type { ArtifactOwner, ArtifactStore } from "#contracts/artifact-store.ts";
import type { CacheStats, CacheTag, ICacheProvider } from "#contracts/cache-provider.ts";
import type { CallOptions, ListOptions, OperationCall, SaveCallback, ToolCall } from "#contracts/call.ts";
import type { ExecutorConfig } from "#contracts/config.ts";
import { ValidationError } from "#contracts/errors.ts";
import type { EventListener, EventType, TaskEvent } from "#contracts/events.ts";
import type { TaskContext, TaskRequest } from "#contracts/execution-interface.ts";
import type { OperationTypes, ParamsOf, ResultOf } from "#contracts/operation-types.ts";
import type { Plan, PlanAnalysis, Step } from "#contracts/plan.ts";
import type { ProviderCall } from "#contracts/provider-calls.ts";
import type { Resumption, WorkOutcome } from "#contracts/resumption.ts";
import type { ExecutorStats, UsageReport } from "#contracts/stats.ts";
import type { StepHistory } from "#contracts/step-history.ts";
import type { TaskStepResult } from "#contracts/step-result.ts";
import type { TaskWork } from "#contracts/task.ts";
import type { IToolExecutor } from "#contracts/tool-executor.ts";
import { translateToolCalls } from "#execution/answer-provider-calls.ts";
import { artifactAccess } from "#execution/artifact-access.ts";
import { exportResult } from "#execution/export-result.ts";
import { extractToolCalls } from "#execution/extract-tool-calls.ts";
import { executeBatch, executeParallel, executeSequence, executeSingle } from "#execution/modes.ts";
import { analyzePlan } from "#execution/plans/analyze.ts";
import { executePlan, type PlanResult } from "#execution/plans/execute-plan.ts";
import { executeWork } from "#execution/plans/execute-work.ts";
import { parsePlan } from "#execution/plans/parse.ts";
import { streamEvents } from "#execution/stream-events.ts";
import { executeToolCalls, type ToolCallFunction } from "#execution/tool-calls.ts";
import { assertImplements } from "#toolkit/assert-implements.ts";
import { isName, nameRule } from "#toolkit/names.ts";
import type { ToolRegistry } from "#toolkit/tool-registry.ts";
import { type ConfigInput, resolveConfig } from "./config.ts";
import { createServices, type ExecutorParts, type Runtime } from "./create-services.ts";

/** An executor of tools that knows which tools there are. */
export type RegisteredToolExecutor = IToolExecutor & { readonly registry: ToolRegistry };

export type OperationExecutorParts = ExecutorParts & {
  /** Plans that `executeTask` knows by name. */
  readonly plans?: Readonly<Record<string, Plan>>;
  /** Keeps step results of calls that bring no `saveCallback` of their own. */
  readonly store?: StepHistory;
};

const emptyCache: CacheStats = { hits: 0, misses: 0, evictions: 0, entries: 0, bytes: 0, hit_rate: 0 };

/**
 * Runs tool operations: alone, in batches, in sequence, side by side, or as a plan. Every call travels the same
 * pipeline of validation, cache, limits, retries and time-outs. Make one with `createExecutor`, or with your own parts.
 */
export class OperationExecutor<Types extends OperationTypes = OperationTypes> {
  /** The tools it runs. */
  readonly registry: ToolRegistry;
  readonly #runtime: Runtime;
  readonly #cache: ICacheProvider;
  readonly #plans = new Map<string, Plan>();
  readonly #store: StepHistory | undefined;

  /** @throws E001 naming everything that is wrong with the config */
  constructor(
    toolExecutor: RegisteredToolExecutor,
    executionUtils: ICacheProvider,
    config: ConfigInput = {},
    parts: OperationExecutorParts = {},
  ) {
    assertImplements("IToolExecutor", toolExecutor);
    assertImplements("ICacheProvider", executionUtils);
    refuseWithoutRegistry(toolExecutor);
    this.registry = toolExecutor.registry;
    this.#cache = executionUtils;
    this.#store = parts.store;
    this.#runtime = createServices(toolExecutor, executionUtils, resolveConfig(config), parts);
    for (const [type, executor] of Object.entries(parts.executors ?? {})) this.registerExecutor(type, executor);
    for (const [name, plan] of Object.entries(parts.plans ?? {})) this.registerPlan(name, plan);
  }

  // Known specs stand in the bound of `Spec`, where editors find them: in the parameter's type, every call would have
  // the compiler go through all tools once more.
  /**
   * Runs one operation and gives its result.
   *
   * @throws E001 invalid spec, parameters or references; E002 timed out; E003 failed, or no such tool or operation;
   * E004 cancelled; E005 every attempt failed; E007 a reference without a value
   */
  executeOperation<Spec extends (keyof Types & string) | (string & {})>(
    spec: Spec,
    params?: ParamsOf<Types, Spec> | null,
    options?: CallOptions,
  ): Promise<ResultOf<Types, Spec>> {
    // What the operation gives is what its declaration infers; the pipeline itself is untyped.
    return executeSingle(this.#services, spec, params, options);
  }

  /** Runs several operations, each as soon as what it refers to is there: results in order, errors in their place. */
  batchExecuteOperations(operations: readonly OperationCall[], options?: ListOptions): Promise<unknown[]> {
    return this.#used("batchExecuteOperations", executeBatch(this.#services, operations, this.#saved(options)));
  }

  /** Runs operations one after another. With `stopOnFailure` the list ends with the failed step. */
  executeOperationsSequence(
    operations: readonly OperationCall[],
    userId?: string,
    taskId?: string,
    options: ListOptions & { readonly saveCallback?: SaveCallback | undefined } = {},
  ): Promise<TaskStepResult[]> {
    const owned = { ...options, userId: userId ?? options.userId, taskId: taskId ?? options.taskId };
    return this.#used("executeOperationsSequence", executeSequence(this.#services, operations, this.#saved(owned)));
  }

  /** Runs operations side by side: one result each, in order; a failure never affects another. */
  executeParallelOperations(operations: readonly OperationCall[], options?: ListOptions): Promise<TaskStepResult[]> {
    return this.#used("executeParallelOperations", executeParallel(this.#services, operations, this.#saved(options)));
  }

  /**
   * Runs tool calls `{ tool, params: { op, … } }`, or gives them to a function of yours: results in order, errors in
   * place. Calls in the format of OpenAI, Anthropic or the AI SDK are answered in that format.
   */
  batchToolCalls(
    calls: readonly (ToolCall | ProviderCall)[],
    toolExecutorFunc?: ToolCallFunction | null,
    options?: ListOptions,
  ): Promise<unknown[]> {
    return this.#used("batchToolCalls", this.#toolCalls(calls, toolExecutorFunc ?? undefined, this.#saved(options)));
  }

  /** Runs a plan in dependency order. @throws E001 or E007 before anything runs when the plan is wrong in itself */
  executePlan(plan: Plan | readonly Step[], options?: ListOptions): Promise<PlanResult> {
    return this.#used("executePlan", executePlan(this.#services, plan, this.#saved(options)));
  }

  /**
   * One run of a task: what a durable task does, from where its earlier runs left it, until it ends, waits for approvals
   * or is paused. For whoever keeps tasks; `options.taskId` must be the same in each run, and `input`, concurrency and the
   * like are the work's own. `listener` hears the run's events.
   *
   * @throws E001 or E007 before anything runs when the plan is wrong in itself; E006 when a result could not be kept; E004
   * when this executor is closed meanwhile
   */
  executeWork(
    work: TaskWork,
    options: ListOptions,
    resumption?: Resumption,
    listener?: (event: TaskEvent) => void,
  ): Promise<WorkOutcome> {
    const run = { options: this.#saved(options), resumption, listener };
    return this.#used("executeWork", executeWork(this.#services, work, run));
  }

  /** Runs a plan and gives its events as they come; leaving the loop cancels it. */
  stream(plan: Plan | readonly Step[], options: ListOptions = {}): AsyncGenerator<TaskEvent, void, undefined> {
    return streamEvents((listener, stop) => {
      const signal = options.signal ? AbortSignal.any([options.signal, stop]) : stop;
      return this.#used("stream", executePlan(this.#services, plan, this.#saved({ ...options, signal }), listener));
    });
  }

  /** What it goes by, defaults filled in. */
  get config(): ExecutorConfig {
    return this.#services.config;
  }

  /** The files that operations made. */
  get artifacts(): ArtifactStore {
    return this.#services.artifacts;
  }

  /**
   * A result as data that can leave the process: tables in their JSON form. All rows of a table that shows only its first
   * ones are kept as an artifact of the owner, whose id stands in the table; given to an operation, it is whole again.
   */
  exportResult(result: unknown, owner: ArtifactOwner): Promise<unknown> {
    return exportResult(result, artifactAccess(this.#services.artifacts, owner));
  }

  /** Everything that is wrong with a plan, its graph, levels and critical path; runs nothing. */
  analyzePlan(
    plan: Plan | readonly Step[],
    options: { readonly input?: Readonly<Record<string, unknown>> } = {},
  ): PlanAnalysis {
    return analyzePlan(plan, { registry: this.#services.tools, executors: this.listExecutors(), ...options });
  }

  /** Runs a registered plan by its name (and gives what `executePlan` gives), or one operation (its bare result). */
  async executeTask(
    taskName: string,
    inputData: Readonly<Record<string, unknown>> = {},
    context: TaskContext = {},
  ): Promise<unknown> {
    const plan = this.#plans.get(taskName);
    if (plan) return this.executePlan(plan, { ...context, input: inputData });
    if (taskName.includes(".")) return executeSingle(this.#services, taskName, inputData, context);
    const known = [...this.#plans.keys()];
    throw new ValidationError(
      `Unknown task '${taskName}': expected the name of a registered plan (${known.join(", ") || "there is none"}) or tool_name.operation_name`,
    );
  }

  /** Runs tasks side by side: results in order, errors in their place. */
  async batchExecuteTasks(tasks: readonly TaskRequest[]): Promise<unknown[]> {
    const runs = tasks.map(async (task) => {
      if (typeof task?.taskName !== "string") throw new ValidationError("Invalid task: expected { taskName, … }");
      return this.executeTask(task.taskName, task.inputData, task.context);
    });
    const settled = await Promise.allSettled(runs);
    return settled.map((outcome) => (outcome.status === "fulfilled" ? outcome.value : outcome.reason));
  }

  /** @throws E001 when the plan is not well formed, or the name is taken */
  registerPlan(name: string, plan: Plan): void {
    if (!isName(name)) throw new ValidationError(`Invalid plan name ${JSON.stringify(name)}: expected ${nameRule}`);
    if (this.#plans.has(name)) throw new ValidationError(`A plan named '${name}' is registered already`);
    this.#plans.set(name, parsePlan(plan));
  }

  /** Adds a type of executor, which calls, steps and operations can name. @throws E001 naming missing methods */
  registerExecutor(type: string, executor: IToolExecutor): void {
    if (!isName(type)) throw new ValidationError(`Invalid executor type ${JSON.stringify(type)}: expected ${nameRule}`);
    if (this.#runtime.executors.has(type))
      throw new ValidationError(`An executor of type '${type}' is registered already`);
    assertImplements("IToolExecutor", executor);
    this.#runtime.executors.set(type, executor);
    this.#runtime.shelf.rebuild();
  }

  /** Returns whether there was such a type. `main` and `thread` always stay. */
  unregisterExecutor(type: string): boolean {
    if (type === "main" || type === "thread") return false;
    this.#runtime.shelf.rebuild();
    return this.#runtime.executors.delete(type);
  }

  listExecutors(): string[] {
    return [...this.#runtime.executors.keys()];
  }

  /** Hears events of one type, or all with `"*"`; the returned function ends it. */
  on<T extends EventType | "*">(type: T, listener: EventListener<T>): () => void {
    return this.#services.events.on(type, listener);
  }

  /** Cancels every running call of a task id; returns whether there was one. */
  cancelTask(taskId: string): boolean {
    return this.#services.running.cancel(taskId);
  }

  /** Finds tool calls written in a text as `{{tool(param='value')}}`. */
  extractToolCalls(
    text: string,
    inputData?: Readonly<Record<string, unknown>>,
    context?: Readonly<Record<string, unknown>>,
  ): ToolCall[] {
    return extractToolCalls(text, inputData, context);
  }

  /** What a tool's `create` made (made now if need be), or the tool itself. @throws ToolNotFoundError */
  getToolInstance(name: string): Promise<unknown> {
    const { tools, instances } = this.#services;
    return Promise.try(() => instances.get(tools.getTool(name)));
  }

  /** Forgets tool instances; each is disposed once its running calls have ended. */
  clearToolCache(): void {
    // What a tool answered may live in its instance, as tables do.
    for (const tool of this.#services.instances.names) void this.clearCache({ tool });
    this.#runtime.clearInstances();
    this.#runtime.shelf.rebuild();
  }

  /** Takes cached results out: of a tool, of a user, of both, or all. @throws E001 when the cache given cannot do that */
  async clearCache(match: CacheTag = {}): Promise<void> {
    const clear: unknown = Reflect.get(this.#cache, "clear");
    if (typeof clear === "function") await clear.call(this.#cache, match);
    else throw new ValidationError("The cache of this executor cannot be cleared: it has no clear()");
  }

  getStats(): ExecutorStats {
    const { statistics, instances, slots, config } = this.#services;
    const { names } = instances;
    return {
      cached_tools: names.length,
      tool_names: names,
      semaphore_value: slots.free,
      config: {
        batch_size: config.batch_size,
        rate_limit: config.rate_limit_requests_per_second,
        enable_cache: config.enable_cache,
      },
      total_operations: statistics.total,
      failed_operations: statistics.failed,
      success_rate: statistics.successRate,
      abandoned_operations: statistics.abandoned,
      cache: this.#cacheStats(),
      operations: statistics.operations(),
    };
  }

  /** How often each method was called, and failed. */
  getUsageReport(): UsageReport {
    return this.#services.statistics.usageReport();
  }

  /** Cancels what runs, ends threads and disposes tools. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#runtime.close();
  }

  async #toolCalls(
    given: readonly (ToolCall | ProviderCall)[],
    custom: ToolCallFunction | undefined,
    options: ListOptions,
  ): Promise<unknown[]> {
    const owner = { taskId: options.taskId ?? this.#services.createId(), userId: options.userId };
    const { calls, answer } = translateToolCalls(given, this.registry, (result) => this.exportResult(result, owner));
    return answer(await executeToolCalls(this.#services, this.#runtime.shelf, calls, custom, options));
  }

  get #services(): Runtime["services"] {
    return this.#runtime.services;
  }

  #cacheStats(): CacheStats {
    const stats: unknown = Reflect.get(this.#cache, "stats");
    return typeof stats === "function" ? (stats.call(this.#cache) as CacheStats) : emptyCache;
  }

  /** The executor's own history is used where a call brings none. */
  #saved(options: ListOptions = {}): ListOptions {
    const store = this.#store;
    if (!store || options.saveCallback) return options;
    return {
      ...options,
      saveCallback: (userId, taskId, index, result) => store.saveStep(userId, taskId, index, result),
    };
  }

  #used<T>(method: string, work: Promise<T>): Promise<T> {
    const usage = this.#services.statistics.usageOf(method);
    work.then(
      () => usage.record(true),
      () => usage.record(false),
    );
    return work;
  }
}

/** For callers whose compiler does not tell them. */
function refuseWithoutRegistry(toolExecutor: object): void {
  const registry: unknown = "registry" in toolExecutor ? toolExecutor.registry : undefined;
  if (typeof registry === "object" && registry !== null && "onUnregistered" in registry) return;
  throw new ValidationError("The tool executor has no `registry`: expected a ToolRegistry, where its tools are found");
}
