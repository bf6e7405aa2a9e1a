import type { CallOptions, ListOptions, OperationCall } from "./call.ts";
import type { IToolExecutor } from "./tool-executor.ts";

export type TaskContext = { readonly userId?: string; readonly taskId?: string; readonly signal?: AbortSignal };

export type TaskRequest = {
  readonly taskName: string;
  readonly inputData?: Readonly<Record<string, unknown>>;
  readonly context?: TaskContext;
};

/** The unified door: operations and named tasks, with executor types added and removed at run time. */
export interface ExecutionInterface {
  executeOperation(operationSpec: string, params?: object | null, options?: CallOptions): Promise<unknown>;
  /** Runs a registered plan, or one operation, by name. */
  executeTask(taskName: string, inputData?: Readonly<Record<string, unknown>>, context?: TaskContext): Promise<unknown>;
  batchExecuteOperations(operations: readonly OperationCall[], options?: ListOptions): Promise<unknown[]>;
  batchExecuteTasks(tasks: readonly TaskRequest[]): Promise<unknown[]>;
  registerExecutor(type: string, executor: IToolExecutor): void;
}
