import type { ExecutionError } from "./errors.ts";
import type { TaskStepResult } from "./step-result.ts";
import type { TaskStatus } from "./task-status.ts";

/** What somebody said of a step that waits. */
export type Approval = { readonly approved: boolean; readonly reason: string | null };

/** How a run goes on where an earlier one left it, and how it may be held up. */
export type Resumption = {
  /** Steps that completed in earlier runs, by index: they are not run again, and tell no events. */
  readonly results: readonly (TaskStepResult | undefined)[];
  /** What is known of a step's approval by now; undefined while it waits. */
  approvalOf(index: number): Approval | undefined;
  /** Calls back when a waiting step was decided upon; the returned function ends it. */
  onDecided(listener: (index: number) => void): () => void;
  /** A step begins to wait, for `timeoutMs` at most where its plan says so. Tells until when: milliseconds since 1970. */
  wait(index: number, timeoutMs: number | undefined): number;
  /** Once it aborts no further step starts; the run ends when those under way have. */
  readonly pause?: AbortSignal | undefined;
};

/** What a run of a task came to. */
export type WorkOutcome = {
  readonly status: TaskStatus;
  /** By step; undefined for those that wait, or that a pause kept from starting. */
  readonly results: readonly (TaskStepResult | undefined)[];
  readonly output: unknown;
  /** Why a run failed whose steps did not, or which failure stopped it. */
  readonly error: ExecutionError | undefined;
  /** Steps that wait for an approval: nothing else is left to do. */
  readonly waiting: readonly number[];
  /** Whether steps are left because of the pause. */
  readonly paused: boolean;
};
