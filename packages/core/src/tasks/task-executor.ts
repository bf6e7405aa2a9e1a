import type { ArtifactOwner, ArtifactStore } from "#contracts/artifact-store.ts";
import type { ListOptions } from "#contracts/call.ts";
import type { TaskEvent } from "#contracts/events.ts";
import type { Plan, PlanAnalysis } from "#contracts/plan.ts";
import type { Resumption, WorkOutcome } from "#contracts/resumption.ts";
import type { TaskWork } from "#contracts/task.ts";
import type { IToolProvider } from "#contracts/tool-provider.ts";

/** What the task service needs of an executor; `OperationExecutor` has it all. */
export interface TaskExecutor {
  readonly registry: IToolProvider;
  readonly artifacts: ArtifactStore;
  /** Runs a task's work, from where an earlier run left it. */
  executeWork(
    work: TaskWork,
    options: ListOptions,
    resumption?: Resumption,
    listener?: (event: TaskEvent) => void,
  ): Promise<WorkOutcome>;
  analyzePlan(plan: Plan, options?: { readonly input?: Readonly<Record<string, unknown>> }): PlanAnalysis;
  /** A result as data, with what is too large for that kept as artifacts of the owner. */
  exportResult(result: unknown, owner: ArtifactOwner): Promise<unknown>;
}
