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

/** One link of the pipeline. May change the call it hands on or what comes back, or stop by throwing. */
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

/** How a call went, as far as it has gone. */
export type CallTiming = {
  /** Monotonic. */
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly attempts: number;
  readonly cached: boolean;
};

/** Stands for the moment of a call that has not begun; 0 is a moment of some clocks. */
export const notStarted = -1;

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
  readonly givenTaskId: string | undefined;
  /** Absent where the pipeline is to look at the clock. */
  readonly startedAtMs?: number;
  readonly resolve?: (() => object) | undefined;
  readonly cancellation?: Cancellation | undefined;
  readonly inner?: InnerCall | undefined;
};

/** One request to run an operation, and what the links of the pipeline make of it on its way. */
export class Call implements CallTiming {
  readonly run: Run;
  readonly operation: PreparedOperation;
  readonly stepIndex: number;
  readonly inner: InnerCall | undefined;
  /** Fills in the references; absent when there are none. */
  readonly resolve: (() => object) | undefined;
  /** As they were given; then without references; then as the schema makes them. */
  params: object;
  userId: string | undefined;
  /** As the caller named it; part of cache keys. */
  givenTaskId: string | undefined;
  cancellation: Cancellation | undefined;
  startedAtMs: number;
  durationMs = 0;
  attempts = 0;
  cached = false;
  /** Latest monotonic time known, so that a call that never waits asks the clock only twice. */
  clockMs: number;
  /** The attempt that is under way. */
  attempt: RunningAttempt | undefined = undefined;
  /** Gives back the slots that were taken for the next attempt; the attempt takes it over, to call it when its work ends. */
  release: (() => void) | undefined = undefined;

  constructor(fields: CallFields) {
    const { startedAtMs = notStarted } = fields;
    this.run = fields.run;
    this.operation = fields.operation;
    this.stepIndex = fields.stepIndex;
    this.inner = fields.inner;
    this.resolve = fields.resolve;
    this.params = fields.params;
    this.userId = fields.userId;
    this.givenTaskId = fields.givenTaskId;
    this.cancellation = fields.cancellation;
    this.startedAtMs = startedAtMs;
    this.clockMs = startedAtMs;
  }

  /** Whether its run ends with it. */
  get isWholeRun(): boolean {
    return this.run.single && this.inner === undefined;
  }

  /** Gives back the slots of an attempt that will not be made. */
  releaseSlots(): void {
    this.release?.();
    this.release = undefined;
  }
}
