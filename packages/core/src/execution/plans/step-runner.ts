import { errorTable } from "#contracts/error-table.ts";
import { CancelledError, ExecutionError } from "#contracts/errors.ts";
import type { Step } from "#contracts/plan.ts";
import type { Resumption } from "#contracts/resumption.ts";
import { TaskStepResult } from "#contracts/step-result.ts";
import type { CompiledValue } from "#execution/references/compile.ts";
import type { CompiledCondition } from "#execution/references/condition.ts";
import type { ReferenceScope } from "#execution/references/reference-site.ts";
import { announceFailure } from "../announce-step.ts";
import { Call, type CallTiming, type InnerCall, notStarted, type PreparedOperation } from "../call.ts";
import { fromStepRetry, type PolicyOverrides } from "../policy.ts";
import { refuseForbidden } from "../refuse-forbidden.ts";
import type { Run } from "../run.ts";
import type { Services } from "../services.ts";
import { asParams, systemParam, withoutSystemParams } from "../system-params.ts";
import { EachTiming, runEachStep, UnsavedElement } from "./each-step.ts";
import type { StepNaming, StepTexts } from "./naming.ts";
import { rejectErrors } from "./reject-errors.ts";
import { requireApproval } from "./require-approval.ts";
import type { StepWork } from "./schedule.ts";
import type { CompiledStep } from "./step-graph.ts";
import { findBrokenNeed, skippedError } from "./unmet-needs.ts";

export type StepRunnerOptions = {
  readonly services: Services;
  readonly run: Run;
  readonly steps: readonly CompiledStep[];
  /** What the call as a whole wishes; a step's own keys win. */
  readonly wishes: PolicyOverrides | undefined;
  readonly naming: StepNaming;
  /** How the task goes on that the steps are; absent where they are none. */
  readonly resumption?: Resumption | undefined;
};

const notRunAtAll: CallTiming = { startedAtMs: notStarted, durationMs: 0, attempts: 0, cached: false };

/** One of the elements that a step runs for. */
type Element = { readonly item: unknown; readonly position: number; readonly inner: InnerCall };

/** Runs the steps of one call, each to a result that says how it ended. */
export class StepRunner implements StepWork {
  readonly results: (TaskStepResult | undefined)[];
  /** The errors themselves, for callers that want them in place of results. */
  readonly errors: Map<number, ExecutionError> = new Map();
  readonly #options: StepRunnerOptions;
  /** Of the steps under way. */
  readonly #timings: (CallTiming | undefined)[];
  /** Lists mostly repeat an operation: the texts of the latest. */
  #texts: StepTexts | undefined;
  #textsSpec: string | undefined;

  constructor(options: StepRunnerOptions) {
    const count = options.steps.length;
    this.#options = options;
    this.results = new Array<TaskStepResult | undefined>(count).fill(undefined);
    this.#timings = new Array<CallTiming | undefined>(count).fill(undefined);
  }

  start(index: number): Promise<unknown> {
    const compiled = this.#stepAt(index);
    const operation = this.#open(compiled);
    if (compiled.step.approval) requireApproval(index, this.#options.resumption);
    if (compiled.step.each !== undefined) {
      const timing = new EachTiming();
      this.#timings[index] = timing;
      return this.#runEach(compiled, operation, timing);
    }
    const call = this.#call(compiled, operation);
    this.#timings[index] = call;
    return operation.run(call);
  }

  /** Whether nothing keeps a step from starting but an approval that nobody has given or refused yet. */
  awaitsApproval(index: number): boolean {
    const compiled = this.#stepAt(index);
    const { resumption } = this.#options;
    if (!compiled.step.approval || !resumption || resumption.approvalOf(index)) return false;
    try {
      this.#open(compiled);
      return true;
    } catch (error) {
      // Whatever keeps it from running is told when it starts.
      if (error instanceof ExecutionError) return false;
      throw error;
    }
  }

  completed(index: number, output: unknown): TaskStepResult {
    const { step } = this.#stepAt(index);
    const timing = this.#takeTiming(index);
    const { run } = this.#options;
    const texts = this.#textsOf(step.operation);
    return new TaskStepResult({
      step: texts.name(index),
      result: output,
      completed: true,
      message: texts.completed,
      status: "completed",
      startedAt: run.toEpochMs(timing.startedAtMs),
      durationMs: timing.durationMs,
      attempts: timing.attempts,
      cached: timing.cached,
    });
  }

  /** @throws what is a fault of the runtime or of the history: it must not look like a step that failed */
  failed(index: number, thrown: unknown): TaskStepResult {
    const timing = this.#takeTiming(index);
    if (thrown instanceof UnsavedElement) throw thrown.error;
    if (!(thrown instanceof ExecutionError)) throw thrown;
    return this.#failed(this.#stepAt(index), timing, thrown);
  }

  /** The result of a step that is not run at all. */
  notRun(index: number, error: ExecutionError): TaskStepResult {
    return this.#failed(this.#stepAt(index), notRunAtAll, error);
  }

  #stepAt(index: number): CompiledStep {
    const compiled = this.#options.steps[index];
    if (!compiled) throw new Error(`There is no step ${index}`);
    return compiled;
  }

  #takeTiming(index: number): CallTiming {
    const timing = this.#timings[index] ?? notRunAtAll;
    this.#timings[index] = undefined;
    return timing;
  }

  /** Any result by absolute index: earlier calls' first, then this call's own. */
  outcome(absoluteIndex: number): TaskStepResult {
    const { previous } = this.#options.run;
    const result = previous[absoluteIndex] ?? this.results[absoluteIndex - previous.length];
    if (!result) throw new Error(`Step ${absoluteIndex} is read before it has ended`);
    return result;
  }

  /** Why a step did not complete, by absolute index. */
  errorOf(absoluteIndex: number): ExecutionError | undefined {
    return this.errors.get(absoluteIndex - this.#options.run.previous.length);
  }

  /** The operation of a step that may run now. @throws why it may not */
  #open(compiled: CompiledStep): PreparedOperation {
    const cancelled = this.#options.run.cancelReason;
    if (cancelled) throw new CancelledError("Cancelled", { cause: cancelled });
    rejectErrors(compiled.problems);
    const operation = this.#prepare(compiled.step);
    const broken = compiled.params || compiled.each ? findBrokenNeed(compiled, this) : undefined;
    const { step, when } = compiled;
    if (when && !when.usesItem && this.#isRefusedBy(when, broken)) throw skippedError(step);
    if (broken) throw broken;
    return operation;
  }

  /**
   * Whether the condition says no. It is asked even where a needed step did not complete, since it may have been
   * written for that case; if nothing can be said then, the broken need is what is told.
   */
  #isRefusedBy(when: CompiledCondition, broken: CancelledError | undefined): boolean {
    try {
      return !when.evaluate(this.#scope());
    } catch (error) {
      throw broken ?? error;
    }
  }

  #runEach(compiled: CompiledStep, operation: PreparedOperation, timing: EachTiming): Promise<unknown[]> {
    const { run, services, resumption } = this.#options;
    return runEachStep(run, services, {
      compiled,
      operation,
      timing,
      elements: resumption?.elements,
      scope: (item, position) => this.#scope(item, position),
      runElement: (item, position) => {
        const inner = { caller: undefined, depth: 0, key: `[${position}]` };
        return operation.run(this.#call(compiled, operation, { item, position, inner }));
      },
    });
  }

  #prepare(step: Step): PreparedOperation {
    const { services, wishes, run } = this.#options;
    // The list was looked at when it came; a tool may have taken another's name since.
    if (run.allow) refuseForbidden([step.operation], run.allow, services.tools);
    const own = wishesOf(step);
    if (!own) return services.operations.get(step.operation, wishes);
    return services.operations.get(step.operation, { ...wishes, ...own });
  }

  #call(compiled: CompiledStep, operation: PreparedOperation, element?: Element): Call {
    const { run } = this.#options;
    const given = asParams(operation.spec, compiled.step.params);
    return new Call({
      run,
      operation,
      params: withoutSystemParams(given),
      stepIndex: compiled.index,
      userId: run.userId ?? systemParam(given, "user_id"),
      givenTaskId: run.givenTaskId ?? systemParam(given, "task_id"),
      cancellation: run.cancellation,
      inner: element?.inner,
      resolve: compiled.params && this.#resolver(compiled.params, element),
    });
  }

  #resolver(params: CompiledValue, element: Element | undefined): () => object {
    const scope = this.#scope(element?.item, element?.position);
    // Parameters are an object, and so is what becomes of them.
    return () => params.resolve(scope) as object;
  }

  #scope(item?: unknown, index = 0): ReferenceScope {
    return { outcome: (absolute) => this.outcome(absolute), input: this.#options.run.input, item, index };
  }

  #textsOf(spec: string | undefined): StepTexts {
    if (!this.#texts || spec !== this.#textsSpec) {
      this.#textsSpec = spec;
      this.#texts = this.#options.naming(spec);
    }
    return this.#texts;
  }

  #failed({ index, step }: CompiledStep, timing: CallTiming, error: ExecutionError): TaskStepResult {
    const { run } = this.#options;
    this.errors.set(index, error);
    const started = timing.startedAtMs !== notStarted;
    if (!started) this.#announceNotRun(index, step, error);
    const texts = this.#textsOf(isOperationText(step.operation) ? step.operation : undefined);
    return new TaskStepResult({
      step: texts.name(index),
      message: texts.failed,
      status: errorTable[error.code].status,
      errorCode: error.code,
      errorMessage: error.message,
      startedAt: started ? run.toEpochMs(timing.startedAtMs) : null,
      durationMs: started ? timing.durationMs : null,
      attempts: timing.attempts,
    });
  }

  /** What never reached the pipeline is announced here, and counted when it was refused. */
  #announceNotRun(index: number, { operation }: Step, error: ExecutionError): void {
    const { run, services } = this.#options;
    if (!(error instanceof CancelledError)) services.statistics.recordRefusal();
    const spec = isOperationText(operation) ? operation : null;
    announceFailure(run, { stepIndex: index, spec, durationMs: 0, error });
  }
}

function isOperationText(operation: unknown): operation is string {
  return typeof operation === "string" && operation !== "";
}

/** A step's own policy keys, in the library's spelling; undefined when it has none. */
function wishesOf(step: Step): PolicyOverrides | undefined {
  const { timeout_ms: timeoutMs, retry, cache, executor } = step;
  if (timeoutMs === undefined && retry === undefined && cache === undefined && executor === undefined) return undefined;
  return {
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(retry && { retry: fromStepRetry(retry) }),
    ...(cache !== undefined && { cache }),
    ...(executor !== undefined && { executor }),
  };
}
