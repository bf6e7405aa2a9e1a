import type { Operation } from "#contracts/operation.ts";
import type { Cancellation, ConcurrencyLimiter, RateLimiter } from "#contracts/rate-limiter.ts";
import type { Tool } from "#contracts/tool.ts";
import type { ToolContext } from "#contracts/tool-context.ts";
import type { SchemaCheck } from "#toolkit/compile-schema.ts";
import type { CircuitState } from "./circuit-state.ts";
import type { Policy } from "./policy.ts";
import type { Run } from "./run.ts";
import type { OperationFigures } from "./statistics.ts";

export type Next = (call: Call) => Promise<unknown>;

/** One link of the pipeline. May change the call it hands on (a copy) or what comes back, or stop by throwing. */
export type Middleware = (call: Call, next: Next) => Promise<unknown>;

/** Limits shared by all calls of a tool or of an operation. */
export type SharedLimits = {
  readonly rate: RateLimiter | undefined;
  readonly slots: ConcurrencyLimiter | undefined;
};

/** An operation made ready once: what every call of it shares, and the pipeline it travels. */
export type PreparedOperation = {
  readonly spec: string;
  readonly tool: Tool;
  readonly name: string;
  readonly definition: Operation;
  readonly validate: (params: object) => unknown;
  readonly checkOutput: SchemaCheck | undefined;
  readonly limits: SharedLimits;
  readonly toolLimits: SharedLimits;
  readonly circuit: CircuitState | undefined;
  readonly figures: OperationFigures;
  readonly policy: Policy;
  readonly run: Next;
};

/** The attempt that is under way: what the operation sees, and the instance it will see. */
export interface RunningAttempt extends ToolContext {
  instance: unknown;
}

/** What is found out about a call while it runs; shared by all copies of the call. */
export type CallRecord = {
  /** Monotonic. */
  startedAtMs: number;
  durationMs: number;
  attempts: number;
  cached: boolean;
  /** Latest monotonic time known, so that a call that never waits asks the clock only twice. */
  clockMs: number;
  /** The attempt that is under way. */
  attempt: RunningAttempt | undefined;
  /** Gives back the slots that were taken for the next attempt; the attempt takes it over, to call it when its work ends. */
  release: (() => void) | undefined;
};

/** Stands for the moment of a call that has not begun; 0 is a moment of some clocks. */
export const notStarted = -1;

export function createCallRecord(startedAtMs: number = notStarted): CallRecord {
  return {
    startedAtMs,
    durationMs: 0,
    attempts: 0,
    cached: false,
    clockMs: startedAtMs,
    attempt: undefined,
    release: undefined,
  };
}

/** Gives back the slots of an attempt that will not be made. */
export function releaseAll(record: CallRecord): void {
  record.release?.();
  record.release = undefined;
}

/** What sets a call apart that happens inside a step: a nested call, or one element of `each`. Its events are not told. */
export type InnerCall = {
  /** The call whose operation made this one; absent for elements of `each`. */
  readonly caller: Call | undefined;
  /** How many operations stand above this one. */
  readonly depth: number;
  /** Tells it from its step and from its siblings in idempotency keys. */
  readonly key: string;
};

export type CallFields = {
  readonly run: Run;
  readonly operation: PreparedOperation;
  readonly params: object;
  readonly stepIndex: number;
  readonly userId: string | undefined;
  /** As the caller named it; part of cache keys. */
  readonly givenTaskId: string | undefined;
  readonly record: CallRecord;
  /** Fills in the references; absent when there are none. */
  readonly resolve?: (() => object) | undefined;
  readonly cancellation?: Cancellation | undefined;
  readonly inner?: InnerCall | undefined;
};

/** One request to run an operation, on its way through the pipeline. Links hand on changed copies. */
export class Call {
  readonly run: Run;
  readonly operation: PreparedOperation;
  readonly params: object;
  readonly stepIndex: number;
  readonly userId: string | undefined;
  readonly givenTaskId: string | undefined;
  readonly record: CallRecord;
  readonly resolve: (() => object) | undefined;
  readonly cancellation: Cancellation | undefined;
  readonly inner: InnerCall | undefined;

  constructor(
    fields: CallFields,
    params: object = fields.params,
    cancellation: Cancellation | undefined = fields.cancellation,
  ) {
    this.run = fields.run;
    this.operation = fields.operation;
    this.params = params;
    this.stepIndex = fields.stepIndex;
    this.userId = fields.userId;
    this.givenTaskId = fields.givenTaskId;
    this.record = fields.record;
    this.resolve = fields.resolve;
    this.cancellation = cancellation;
    this.inner = fields.inner;
  }

  withParams(params: object): Call {
    return new Call(this, params);
  }

  withCancellation(cancellation: Cancellation): Call {
    return new Call(this, this.params, cancellation);
  }
}
