import type { OperationExecutor } from "@aiecs/core";
import type { CallOptions, ListOptions, OperationTypes } from "@aiecs/core/contracts";
import { throwIfAborted } from "#client/cancellation.ts";
import type { Execution } from "#client/execution.ts";

/** Everything that runs while the caller waits, as `user` where a call names no other. */
export function createExecution<Types extends OperationTypes>(
  executor: OperationExecutor,
  user: string | undefined,
): Execution<Types> {
  const owned = (options: ListOptions = {}): ListOptions => ({ ...options, userId: options.userId ?? user });

  // What an operation gives, whoever names the tools knows: the caller.
  const executeOne = async <Result>(spec: string, params?: object | null, options?: CallOptions): Promise<Result> =>
    (await executor.executeOperation(spec, params, owned(options))) as Result;

  return {
    executeOperation: executeOne,
    executeTool: (tool, operation, params, options) => executeOne(`${tool}.${operation}`, params, options),
    batchExecuteOperations: (operations, options) => executor.batchExecuteOperations(operations, owned(options)),
    executeOperationsSequence: (operations, userId, taskId, options) =>
      executor.executeOperationsSequence(operations, userId, taskId, owned(options)),
    executeParallelOperations: (operations, options) => executor.executeParallelOperations(operations, owned(options)),
    batchToolCalls: (calls, toolExecutorFunc, options) =>
      executor.batchToolCalls(calls, toolExecutorFunc, owned(options)),
    executePlan: (plan, options) => executor.executePlan(plan, owned(options)),
    async analyzePlan(plan, { input, signal } = {}) {
      throwIfAborted(signal);
      return executor.analyzePlan(plan, input && { input });
    },
    async getAvailableTools({ signal } = {}) {
      throwIfAborted(signal);
      return executor.registry.listTools();
    },
  };
}
