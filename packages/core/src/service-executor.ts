import type { CallOptions, ListOptions, OperationCall } from "#contracts/call.ts";
import type { ExecutionInterface, TaskContext, TaskRequest } from "#contracts/execution-interface.ts";
import type { OperationTypes } from "#contracts/operation-types.ts";
import type { IToolExecutor } from "#contracts/tool-executor.ts";
import type { OperationExecutor } from "./operation-executor.ts";

/** The unified door over an executor: operations, named tasks, and executor types that come and go. */
export class ServiceExecutor<Types extends OperationTypes = OperationTypes>
  implements ExecutionInterface, AsyncDisposable
{
  readonly #executor: OperationExecutor<Types>;

  constructor(executor: OperationExecutor<Types>) {
    this.#executor = executor;
  }

  executeOperation(operationSpec: string, params?: object | null, options?: CallOptions): Promise<unknown> {
    return this.#executor.executeOperation(operationSpec, params, options);
  }

  executeTask(
    taskName: string,
    inputData?: Readonly<Record<string, unknown>>,
    context?: TaskContext,
  ): Promise<unknown> {
    return this.#executor.executeTask(taskName, inputData, context);
  }

  batchExecuteOperations(operations: readonly OperationCall[], options?: ListOptions): Promise<unknown[]> {
    return this.#executor.batchExecuteOperations(operations, options);
  }

  batchExecuteTasks(tasks: readonly TaskRequest[]): Promise<unknown[]> {
    return this.#executor.batchExecuteTasks(tasks);
  }

  registerExecutor(type: string, executor: IToolExecutor): void {
    this.#executor.registerExecutor(type, executor);
  }

  unregisterExecutor(type: string): boolean {
    return this.#executor.unregisterExecutor(type);
  }

  listExecutors(): string[] {
    return this.#executor.listExecutors();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#executor[Symbol.asyncDispose]();
  }
}
