import type { TaskStepResult } from "./step-result.ts";

/** Keeps how steps ended, where the caller gives no callback of its own. */
export interface StepHistory {
  /** Awaited after every step; what it throws stops the call with E006. */
  saveStep(userId: string | undefined, taskId: string, stepIndex: number, result: TaskStepResult): unknown;
}
