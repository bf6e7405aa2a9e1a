import { CancelledError, type ExecutionError, LostLeaseError } from "#contracts/errors.ts";
import type { Approval, Resumption } from "#contracts/resumption.ts";
import type { ApprovalRecord, Lease, TaskRecord } from "#contracts/task-store.ts";
import type { KeptSteps } from "./kept-steps.ts";
import type { TaskJournal } from "./task-journal.ts";

/** Why a run is not brought to its end here: nothing is known of the end of its task then. */
export type LeftOff =
  /** Somebody else has it by now, or the database is gone. */
  | { readonly kind: "lost"; readonly error: ExecutionError }
  /** Stopped before its steps had ended. */
  | { readonly kind: "given up" };

/** A task that this process holds, and what can be done to its run from outside. */
export class ActiveRun {
  readonly key: string;
  readonly lease: Lease;
  /** By the monotonic clock: when it was last known that the lease is ours. */
  heldAtMs: number;
  journal: TaskJournal | undefined;
  /** Its end is being written, and gives the lease back: that it is gone means nothing any more. */
  isEnding = false;
  #leftOff: LeftOff | undefined;
  readonly #stop = new AbortController();
  readonly #pause = new AbortController();
  readonly #approvals = new Map<number, ApprovalRecord>();
  readonly #listeners = new Set<(index: number) => void>();
  /** Makes the moment until which a step waits. */
  readonly #expiryOf: (timeoutMs: number | undefined) => number;
  readonly #nowMs: () => number;
  readonly #leaseMs: number;

  constructor(options: {
    readonly lease: Lease;
    readonly record: TaskRecord;
    readonly heldAtMs: number;
    readonly leaseMs: number;
    /** The monotonic clock. */
    readonly nowMs: () => number;
    readonly expiryOf: (timeoutMs: number | undefined) => number;
  }) {
    this.lease = options.lease;
    this.key = options.record.key;
    this.heldAtMs = options.heldAtMs;
    this.#expiryOf = options.expiryOf;
    this.#nowMs = options.nowMs;
    this.#leaseMs = options.leaseMs;
    for (const approval of options.record.approvals) this.#approvals.set(approval.index, approval);
    if (options.record.cancelRequested) this.cancel();
  }

  /** Aborted when no step may go on. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  get leftOff(): LeftOff | undefined {
    return this.#leftOff;
  }

  /** Its steps end as cancelled, and so does the task. */
  cancel(): void {
    this.#stop.abort(new CancelledError("Cancelled"));
  }

  /** No further step starts; the task goes on elsewhere. */
  pause(): void {
    this.#pause.abort();
  }

  /** Ends its steps at once; of how they end nothing is written, and the task goes on elsewhere. */
  giveUp(): void {
    this.#leave({ kind: "given up" }, new CancelledError("The run was given up: it goes on elsewhere"));
  }

  lose(error: ExecutionError): void {
    this.#leave({ kind: "lost", error }, error);
  }

  #leave(leftOff: LeftOff, reason: Error): void {
    if (this.#leftOff) return;
    this.#leftOff = leftOff;
    this.journal?.seal(reason.message);
    this.#stop.abort(reason);
  }

  /** Takes what is known of approvals by now, and tells the run of those that are news. */
  learn(approvals: readonly ApprovalRecord[]): void {
    for (const approval of approvals) {
      const isNews = approval.decision !== null && !this.#approvals.get(approval.index)?.decision;
      this.#approvals.set(approval.index, approval);
      if (isNews) for (const listener of this.#listeners) listener(approval.index);
    }
  }

  /** A process that stood still for longer than its lease has lost it, though nobody has told it yet. */
  #holds(): boolean {
    if (this.#nowMs() - this.heldAtMs < this.#leaseMs) return true;
    this.lose(new LostLeaseError(`The lease of task ${this.key} has run out`));
    return false;
  }

  /** What the executor needs to go on where earlier runs left off. */
  resumption(kept: KeptSteps, journal: TaskJournal, isResumed: boolean): Omit<Resumption, "elements"> {
    return {
      results: kept.results,
      errors: kept.errors,
      isResumed,
      pause: this.#pause.signal,
      holds: () => this.#holds(),
      approvalOf: (index) => this.#approvalOf(index),
      onDecided: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      wait: (index, timeoutMs) => {
        const known = this.#approvals.get(index);
        if (known) return known.expiresAt;
        const expiresAt = this.#expiryOf(timeoutMs);
        journal.wait(index, expiresAt);
        return expiresAt;
      },
    };
  }

  #approvalOf(index: number): Approval | undefined {
    const decision = this.#approvals.get(index)?.decision;
    return decision ? { approved: decision.approved, reason: decision.reason } : undefined;
  }
}
