import type { ExecutionError, TaskStatus, WireError } from "@aiecs/core";

/** How a plan's step ended, whether it ran as part of a task or not. */
export type StepOutcome = {
  readonly index: number;
  readonly id: string | null;
  readonly operation: string;
  readonly status: string;
  readonly durationMs: number | null;
  readonly cached: boolean;
  readonly result: unknown;
  readonly error: string | null;
};

/** How a plan's run ended, or where it waits. */
export type PlanOutcome = {
  readonly taskId: string;
  readonly status: TaskStatus;
  readonly output: unknown;
  readonly error: ExecutionError | WireError | null;
  readonly steps: readonly StepOutcome[];
  /** Steps that wait for an approval. */
  readonly waiting: readonly string[];
};
