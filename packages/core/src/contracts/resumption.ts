import type { ExecutionError } from "./errors.ts";
import type { TaskStepResult } from "./step-result.ts";
import type { TaskStatus } from "./task-status.ts";

/** What somebody said of a step that waits. */
export type Approval = { readonly approved: boolean; readonly reason: string | null };

/** How a run goes on where an earlier one left it, and how it may be held up. */
export type Resumption = {
  /**
   * Steps that have ended, by index: they are not run again, and tell no events. Besides those that completed in earlier
   * runs, these are those that ended otherwise in this one, before it was interrupted: they need their entry in `errors`.
   */
  readonly results: readonly (TaskStepResult | undefined)[];
  /** Why those of them did not complete that did not. A step that did not complete and has none here is run again. */
  readonly errors?: ReadonlyMap<number, ExecutionError> | undefined;
  /** Whether an earlier run began, so that this one begins with `task.resumed`. @default whether a step has completed */
  readonly isResumed?: boolean | undefined;
  /** What is known of a step's approval by now; undefined while it waits. */
  approvalOf(index: number): Approval | undefined;
  /** Calls back when a waiting step was decided upon; the returned function ends it. */
  onDecided(listener: (index: number) => void): () => void;
  /** A step begins to wait, for `timeoutMs` at most where its plan says so. Tells until when: milliseconds since 1970. */
  wait(index: number, timeoutMs: number | undefined): number;
  /** Once it aborts no further step starts; the run ends when those under way have. */
  readonly pause?: AbortSignal | undefined;
  /** Asked before each step: whether the task is still the runner's. Once it is not, no further step starts. */
  readonly holds?: (() => boolean) | undefined;
  /** Keeps elements of `each` steps; without it, an interrupted step runs all of its elements again. */
  readonly elements?: ElementJournal | undefined;
};

/** Keeps what the elements of `each` steps gave, so that a step that was interrupted goes on behind them. */
export type ElementJournal = {
  /** What is kept of the elements of a step, by position. Asked once, when the step starts. */
  saved(index: number): ReadonlyMap<number, unknown>;
  /** Awaited before the element counts; what it throws ends the run with E006. */
  save(index: number, position: number, output: unknown): unknown;
};

/** What a run of a task came to. */
export type WorkOutcome = {
  /** `pending` when steps wait, or are left because of the pause. */
  readonly status: TaskStatus;
  /** By step; undefined for those that wait, that a pause kept from starting, or that a sequence did not come to. */
  readonly results: readonly (TaskStepResult | undefined)[];
  readonly output: unknown;
  /** What failed, stopped or ended the run; undefined when it completed, and where steps are left. */
  readonly error: ExecutionError | undefined;
  /** Steps that wait for an approval: nothing else is left to do, unless the run was paused. */
  readonly waiting: readonly number[];
  /** Whether steps are left because of the pause. */
  readonly paused: boolean;
};
