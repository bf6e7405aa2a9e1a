import { CancelledError, DatabaseError, type ExecutionError, LostLeaseError } from "#contracts/errors.ts";
import type { TaskEvent } from "#contracts/events.ts";
import type { TaskStepResult } from "#contracts/step-result.ts";
import type { ElementRecord, Lease, RunEnd, StepRecord, TaskChanges, TaskRecord } from "#contracts/task-store.ts";
import type { WireError } from "#contracts/wire-error.ts";
import { delay } from "#primitives/delay.ts";
import { trimmed } from "./stored-error.ts";
import { encodeStep } from "./stored-step.ts";
import type { ValueCodec } from "./stored-value.ts";
import type { TaskParts } from "./task-parts.ts";
import { isEndEvent } from "./task-status.ts";

/** How long what no step's end carries along waits to be written, and the least time between two reports of one step's progress. */
const tickMs = 100;
/** Waits before a write is tried again: ten seconds in all. */
const retryWaitsMs = [250, 750, 2_000, 3_000, 4_000];

export type JournalOptions = Pick<TaskParts, "clock"> & {
  readonly store: Pick<TaskParts["store"], "write">;
  readonly lease: Lease;
  readonly record: TaskRecord;
  readonly codec: ValueCodec;
  /** Indices of the steps that ended in earlier runs, or before an interruption. */
  readonly ended: Iterable<number>;
  /** Steps that are known to wait, so that it is not told again. */
  readonly waiting: ReadonlySet<number>;
  /** Hears what has been written. */
  readonly written: (events: readonly TaskEvent[]) => void;
  /** The task is somebody else's by now, or the database is gone: nothing can be written any more. */
  readonly failed: (error: ExecutionError) => void;
};

/**
 * Writes down how a run of a task goes: the end of each step together with its events, before anything else may build
 * on it. One write is under way at a time, and takes along all that has gathered meanwhile. Events are numbered here.
 */
export class TaskJournal {
  readonly #options: JournalOptions;
  readonly #recorded: Set<number>;
  #sequence: number;
  #completed: number;
  #steps: StepRecord[] = [];
  #elements: ElementRecord[] = [];
  #events: TaskEvent[] = [];
  #waiting: { index: number; since: number; expiresAt: number }[] = [];
  /** Ends of steps that are told when they can be written. */
  readonly #ends = new Map<number, TaskEvent>();
  /** The latest of each step's, and of the task's (null). */
  readonly #progress = new Map<number | null, TaskEvent>();
  #underWay: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #cancelTick: (() => void) | undefined;
  /** Why nothing more is taken. */
  #sealed: string | undefined;
  /** Why nothing more can be written. */
  #dead: Error | undefined;

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#recorded = new Set(options.ended);
    this.#sequence = options.record.lastSequence;
    this.#completed = options.record.completedSteps;
  }

  /** Takes an event of the executor; those that end the task come with `end`. */
  hear(event: TaskEvent): void {
    if (this.#sealed !== undefined || isEndEvent(event)) return;
    switch (event.type) {
      case "step.completed":
      case "step.failed":
      case "step.cancelled":
        if (event.stepIndex === null) return;
        this.#progress.delete(event.stepIndex);
        this.#ends.set(event.stepIndex, asData(event));
        return;
      case "step.progressed":
      case "task.progressed":
        this.#progress.set(event.stepIndex, event);
        break;
      case "step.waiting":
        if (event.stepIndex !== null && this.#options.waiting.has(event.stepIndex)) return;
        this.#push(event);
        break;
      default:
        this.#push(event);
    }
    this.#tickSoon();
  }

  /** A step begins to wait for an approval. */
  wait(index: number, expiresAt: number): void {
    this.#waiting.push({ index, since: this.#options.clock.now(), expiresAt });
    // Somebody is asked: that must not wait, but for the event that comes right after.
    queueMicrotask(() => this.#writeSoon());
  }

  /** How the task stands once all that was taken is written. */
  get standing(): Pick<TaskRecord, "completedSteps" | "lastSequence"> {
    return { completedSteps: this.#completed, lastSequence: this.#sequence };
  }

  /** Resolves when the end of a step is durable. The last step's comes with the end of the task. */
  save(index: number, result: TaskStepResult): Promise<void> | undefined {
    this.#refuseIfSealed();
    const body = encodeStep(this.#options.codec, index, result, this.#errorOf(index));
    if (typeof body !== "string") return body.then((text) => this.#saveBody(index, result, text));
    return this.#saveBody(index, result, body);
  }

  /** Resolves when an element's value is durable. */
  saveElement(element: ElementRecord): Promise<void> {
    this.#refuseIfSealed();
    this.#elements.push(element);
    return this.#write();
  }

  /** Takes nothing more; what was taken is still written, with the end. */
  seal(reason: string): void {
    this.#sealed ??= reason;
    this.#ends.clear();
    this.#progress.clear();
  }

  /**
   * Writes all that is left, with the end of the run.
   *
   * @param results by step, as the run gave them: those that never started are written with it
   */
  async end(
    end: RunEnd,
    results: readonly (TaskStepResult | undefined)[],
    event: TaskEvent | undefined,
  ): Promise<void> {
    for (const [index, result] of results.entries()) {
      if (!result || this.#recorded.has(index)) continue;
      this.#add(index, result, await encodeStep(this.#options.codec, index, result, this.#errorOf(index)));
    }
    this.#drainProgress();
    this.seal("The run has ended");
    this.#cancelTick?.();
    while (this.#underWay) await this.#underWay.catch(() => {});
    if (event) this.#push(event);
    await this.#writeNow(end);
  }

  #refuseIfSealed(): void {
    if (this.#dead) throw this.#dead;
    if (this.#sealed !== undefined) throw new CancelledError(this.#sealed);
  }

  #saveBody(index: number, result: TaskStepResult, body: string): Promise<void> | undefined {
    this.#refuseIfSealed();
    this.#add(index, result, body);
    // The run ends right after its last step, and both are one write.
    const isLast = this.#recorded.size === this.#options.record.work.plan.steps.length;
    return isLast ? undefined : this.#write();
  }

  #add(index: number, { status }: TaskStepResult, body: string): void {
    this.#recorded.add(index);
    if (status === "completed") this.#completed += 1;
    this.#steps.push({ index, run: this.#options.record.run, status, body });
    const event = this.#ends.get(index);
    if (!event) return;
    this.#ends.delete(index);
    this.#push(event);
  }

  #errorOf(index: number): WireError | undefined {
    const event = this.#ends.get(index);
    return event && "error" in event && event.error ? event.error : undefined;
  }

  /** Numbers an event, under the id that its user knows. */
  #push(event: TaskEvent): void {
    const { id, userId } = this.#options.record;
    this.#events.push({ ...event, taskId: id, userId, sequence: ++this.#sequence });
  }

  #tickSoon(): void {
    this.#cancelTick ??= this.#options.clock.schedule(() => {
      this.#cancelTick = undefined;
      this.#drainProgress();
      this.#writeSoon();
    }, tickMs);
  }

  #writeSoon(): void {
    // What fails is told by `failed`.
    this.#write().catch(() => {});
  }

  #drainProgress(): void {
    for (const event of this.#progress.values()) this.#push(event);
    this.#progress.clear();
  }

  #write(): Promise<void> {
    if (!this.#underWay) return this.#writeNow();
    const again = (): Promise<void> => {
      this.#next = undefined;
      return this.#write();
    };
    return (this.#next ??= this.#underWay.then(again, again));
  }

  #writeNow(end?: RunEnd): Promise<void> {
    if (this.#dead) return Promise.reject(this.#dead);
    const changes = this.#take(end);
    if (!changes) return Promise.resolve();
    const written = (): void => {
      this.#underWay = undefined;
      if (changes.events) this.#options.written(changes.events);
    };
    const failed = (error: unknown): never => {
      this.#underWay = undefined;
      throw this.#giveUp(error);
    };
    const { store, lease } = this.#options;
    this.#underWay = store
      .write(lease, changes)
      .then(written, (error: unknown) => this.#tryAgain(changes, error).then(written, failed));
    return this.#underWay;
  }

  #take(end: RunEnd | undefined): TaskChanges | undefined {
    const steps = this.#steps;
    const events = this.#events;
    const elements = this.#elements;
    const waiting = this.#waiting;
    if (!end && steps.length + events.length + elements.length + waiting.length === 0) return undefined;
    if (steps.length > 0) this.#steps = [];
    if (events.length > 0) this.#events = [];
    if (elements.length > 0) this.#elements = [];
    if (waiting.length > 0) this.#waiting = [];
    return {
      ...(steps.length > 0 && { steps }),
      ...(events.length > 0 && { events }),
      ...(elements.length > 0 && { elements }),
      ...(waiting.length > 0 && { waiting }),
      ...(end && { end }),
    };
  }

  /** A database may be away for a while. A lease that is lost stays so. */
  async #tryAgain(changes: TaskChanges, first: unknown): Promise<void> {
    const { store, lease, clock } = this.#options;
    let error = first;
    for (const waitMs of retryWaitsMs) {
      if (!(error instanceof DatabaseError)) break;
      await delay(waitMs, clock);
      try {
        await store.write(lease, changes);
        return;
      } catch (again) {
        error = again;
      }
    }
    throw error;
  }

  #giveUp(error: unknown): ExecutionError {
    const known = error instanceof DatabaseError || error instanceof LostLeaseError;
    const reason = known ? error : new DatabaseError(`The task cannot be written: ${String(error)}`, { cause: error });
    this.#dead = reason;
    this.seal(reason.message);
    this.#cancelTick?.();
    this.#options.failed(reason);
    return reason;
  }
}

/** What a tool puts into an error's details may be anything: what cannot be written down must not keep a task from ending. */
function asData(event: TaskEvent): TaskEvent {
  return "error" in event && event.error ? { ...event, error: trimmed(event.error) } : event;
}
