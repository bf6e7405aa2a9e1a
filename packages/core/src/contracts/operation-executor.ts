import type { CallOptions, ListOptions, OperationCall, SaveCallback } from "./call.ts";
import type { TaskStepResult } from "./step-result.ts";

/** Runs operations: one, a batch, a sequence, side by side. */
export interface IOperationExecutor {
  executeOperation(operationSpec: string, params?: object | null, options?: CallOptions): Promise<unknown>;
  batchExecuteOperations(operations: readonly OperationCall[], options?: ListOptions): Promise<unknown[]>;
  executeOperationsSequence(
    operations: readonly OperationCall[],
    userId?: string,
    taskId?: string,
    options?: ListOptions & { readonly saveCallback?: SaveCallback | undefined },
  ): Promise<TaskStepResult[]>;
  executeParallelOperations(operations: readonly OperationCall[], options?: ListOptions): Promise<TaskStepResult[]>;
}
