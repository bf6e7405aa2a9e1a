import type { CallOptions } from "#contracts/call.ts";
import type { Clock } from "#contracts/clock.ts";
import { CancelledError, type ExecutionError, OperationTimeoutError, ValidationError } from "#contracts/errors.ts";
import type { EventPayloads, EventType, TaskEvent } from "#contracts/events.ts";
import type { Logger } from "#contracts/logger.ts";
import type { TaskStepResult } from "#contracts/step-result.ts";
import type { ToolRule } from "#contracts/tool-rule.ts";
import { toWireError } from "#contracts/wire-error.ts";
import { CancelScope } from "#primitives/cancel-scope.ts";
import type { DeadlineList, Deadlines, Expiring } from "./deadlines.ts";
import { type EventBus, notify } from "./event-bus.ts";
import type { Cancellable, RunningTasks } from "./running-tasks.ts";
import type { TelemetrySwitch } from "./telemetry-switch.ts";

/** What a mode says of the run besides the caller's options. */
export type RunKind = {
  readonly steps: number;
  /** Whether the executor's own rate limit applies: to batches and tool calls. */
  readonly paced?: boolean;
  /** Hears this run's events besides the executor's listeners. */
  readonly listener?: ((event: TaskEvent) => void) | undefined;
};

export const singleCall: RunKind = { steps: 1 };

/** What a run needs of the executor's services. */
export type RunServices = {
  readonly clock: Clock;
  readonly createId: () => string;
  readonly logger: Logger;
  readonly events: EventBus;
  readonly deadlines: Deadlines;
  readonly running: RunningTasks;
  readonly closing: CancelScope;
  readonly telemetry: TelemetrySwitch;
};

const nothing = Object.freeze({});

/** One call of any mode: a task in the sense of events. Holds what its steps share. */
export class Run implements Cancellable, Expiring {
  readonly #services: RunServices;
  readonly userId: string | undefined;
  /** The caller's own; cache keys know no other. */
  readonly givenTaskId: string | undefined;
  readonly input: Readonly<Record<string, unknown>>;
  readonly previous: readonly TaskStepResult[];
  readonly allow: ToolRule | undefined;
  readonly paced: boolean;
  /** Waiting lines bound single calls only: lists feed themselves. */
  readonly single: boolean;
  /** Absent when nothing but the executor's end can cancel this run: no signal, no deadline, no task id that is known. */
  readonly cancellation: CancelScope | undefined;
  readonly startedAtMs: number;
  /** Whether somebody traces. */
  readonly telemetry: boolean;
  deadlines: DeadlineList | undefined;
  expiresAtMs = 0;
  earlier: Expiring | undefined;
  later: Expiring | undefined;
  #taskId: string | undefined;
  #sequence = 0;
  #hasEnded = false;
  #epochOffsetMs: number | undefined;
  #forgetClosing: (() => void) | undefined;
  readonly #steps: number;
  readonly #listener: ((event: TaskEvent) => void) | undefined;

  constructor(services: RunServices, options: CallOptions, kind: RunKind) {
    this.#services = services;
    this.userId = options.userId;
    this.givenTaskId = options.taskId;
    this.#taskId = options.taskId;
    this.input = options.input ?? nothing;
    this.previous = options.previous ?? [];
    this.allow = options.allow;
    this.paced = kind.paced ?? false;
    this.single = kind === singleCall;
    this.#steps = kind.steps;
    this.#listener = kind.listener;
    this.startedAtMs = services.clock.monotonicMs();
    this.telemetry = services.telemetry.isOn(this.startedAtMs);
    const { signal, deadlineMs } = options;
    if (deadlineMs !== undefined) refuseBadDeadline(deadlineMs);
    if (signal) this.cancellation = CancelScope.fromSignal(signal, toCancelledError);
    else if (deadlineMs !== undefined || options.taskId !== undefined || this.isHeard) {
      this.cancellation = new CancelScope();
    }
    if (deadlineMs !== undefined) services.deadlines.add(this, deadlineMs, this.startedAtMs);
    if (options.taskId !== undefined) services.running.add(options.taskId, this);
    else if (this.cancellation && !this.isHeard) {
      // Without an id it is not among the running tasks that are given up when the executor is closed.
      this.#forgetClosing = services.closing.onCancel((reason) => this.giveUp(reason));
    }
  }

  /** The caller's, else a generated one: whoever learns it, from an event for instance, can cancel by it. */
  get taskId(): string {
    if (this.#taskId === undefined) {
      this.#taskId = this.#services.createId();
      if (this.cancellation) this.#services.running.add(this.#taskId, this);
    }
    return this.#taskId;
  }

  /** Why nothing of this run may start any more; undefined while it may. */
  get cancelReason(): Error | undefined {
    return this.cancellation?.reason ?? this.#services.closing.reason;
  }

  /** A moment of the monotonic clock as one for people. */
  toEpochMs(monotonicMs: number): number {
    this.#epochOffsetMs ??= this.#services.clock.now() - this.#services.clock.monotonicMs();
    return Math.round(monotonicMs + this.#epochOffsetMs);
  }

  /** Tells the task's first event. `completed` counts the steps that an earlier run completed, where there was one. */
  begin(completed?: number): void {
    if (!this.isHeard) this.skip(1);
    else if (completed === undefined) this.emit("task.started", null, null, { steps: this.#steps });
    else this.emit("task.resumed", null, null, { steps: this.#steps, completed });
  }

  /** Tells how far a list is. */
  progress(ended: number): void {
    if (!this.isHeard) this.skip(1);
    else this.emit("task.progressed", null, null, { ended, steps: this.#steps });
  }

  /** Ends the task: its last event, and whatever was held for it. `error` is what stopped it. */
  end(failure: { readonly error: ExecutionError | null } | undefined): void {
    if (this.isHeard) this.#announceEnd(failure);
    else this.skip(1);
    this.leave();
  }

  /** Gives back what was held for the run, and tells nothing: another run goes on with its task. */
  leave(): void {
    this.#hasEnded = true;
    this.#services.deadlines.remove(this);
    this.#forgetClosing?.();
    this.cancellation?.dispose();
    if (this.#taskId !== undefined) this.#services.running.remove(this.#taskId, this);
  }

  #announceEnd(failure: { readonly error: ExecutionError | null } | undefined): void {
    const durationMs = this.#services.clock.monotonicMs() - this.startedAtMs;
    const reason = this.cancelReason ?? (this.single ? failure?.error : undefined);
    const timedOut = reason instanceof OperationTimeoutError ? reason : undefined;
    const error = timedOut ?? failure?.error ?? null;
    if (reason instanceof CancelledError) this.emit("task.cancelled", null, null, { durationMs });
    else if (failure === undefined && !timedOut) this.emit("task.completed", null, null, { durationMs });
    else this.emit("task.failed", null, null, { durationMs, error: error && toWireError(error) });
  }

  /** Counts events that nobody hears, so that sequences have no gaps. */
  skip(events: number): void {
    this.#sequence += events;
  }

  /** Counts an event always, so that sequences have no gaps, and builds it only when somebody listens. */
  emit<T extends EventType>(
    type: T,
    stepIndex: number | null,
    operation: string | null,
    payload: EventPayloads[T],
  ): void {
    this.#sequence += 1;
    // Work that was given up may go on for a while; nothing of it is told after the task's last event.
    if (!this.isHeard || this.#hasEnded) return;
    const { events, clock, logger } = this.#services;
    const { taskId, userId } = this;
    const event = {
      type,
      taskId,
      userId,
      stepIndex,
      operation,
      time: clock.now(),
      sequence: this.#sequence,
      ...payload,
    };
    // The compiler cannot see that type and payload stay together through the generic parameter.
    const published = event as unknown as TaskEvent;
    events.publish(published);
    if (this.#listener) notify(this.#listener, published, logger);
  }

  /** Whether anybody listens. Who begins to listen later hears what begins later. */
  get isHeard(): boolean {
    return this.#services.events.hasListeners || this.#listener !== undefined;
  }

  cancelAll(): void {
    this.cancellation?.cancel(new CancelledError("Cancelled"));
  }

  giveUp(reason: Error): void {
    this.cancellation?.cancel(reason);
  }

  expire(): void {
    const ms = this.#services.clock.monotonicMs() - this.startedAtMs;
    this.cancellation?.cancel(new OperationTimeoutError(`The call's deadline passed after ${Math.round(ms)} ms`));
  }
}

function refuseBadDeadline(deadlineMs: unknown): void {
  if (typeof deadlineMs === "number" && deadlineMs >= 0) return;
  throw new ValidationError(
    `deadlineMs: expected a number of at least 0, received ${typeof deadlineMs === "number" ? deadlineMs : typeof deadlineMs}`,
  );
}

function toCancelledError(reason: unknown): CancelledError {
  return new CancelledError("Cancelled", { cause: reason });
}
