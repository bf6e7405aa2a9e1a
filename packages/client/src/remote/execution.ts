import type { ToolListing } from "@aiecs/core";
import {
  type CallOptions,
  fromWireError,
  type ListOptions,
  type OperationTypes,
  type StepMeta,
  type TaskStatus,
  TaskStepResult,
  type WireError,
  type WireStepResult,
} from "@aiecs/core/contracts";
import type { Execution } from "#client/execution.ts";
import type { Http } from "./http.ts";
import { refuseFunction, refuseUser, toWireCallOptions, toWireListOptions } from "./wire-options.ts";

type WireSteps = { readonly results: readonly (WireStepResult & { readonly meta?: StepMeta })[] };

type WirePlanResult = WireSteps & {
  readonly status: TaskStatus;
  readonly output: unknown;
  readonly error?: WireError | null;
};

/** Of each item of a batch its result, or its error. */
type WireOutcomes = { readonly results: readonly { readonly result?: unknown; readonly error?: WireError }[] };

/** Everything that runs while the caller waits. */
export function createExecution<Types extends OperationTypes>(http: Http): Execution<Types> {
  const executeOne = async <Result>(operation: string, params: unknown, options: CallOptions = {}): Promise<Result> => {
    const body = { operation, params, ...toWireCallOptions(options) };
    const { signal } = options;
    const { result } = await http.json<{ readonly result: Result }>({ ...execute, body, signal });
    return result;
  };

  return {
    executeOperation: executeOne,
    executeTool: (tool, operation, params, options) => executeOne(`${tool}.${operation}`, params, options),
    ...createLists(http),

    async analyzePlan(plan, { input, signal } = {}) {
      const body = { plan, input };
      return http.json({ method: "POST", path: "api/plans/analyze", body, signal, repeatable: true });
    },

    async getAvailableTools({ signal } = {}) {
      const { tools } = await http.json<{ readonly tools: readonly ToolListing[] }>({ path: "api/tools", signal });
      return tools;
    },
  };
}

const execute = { method: "POST", path: "api/execute", query: { meta: 1 } } as const;

type Lists = Pick<
  Execution<OperationTypes>,
  | "batchExecuteOperations"
  | "executeOperationsSequence"
  | "executeParallelOperations"
  | "batchToolCalls"
  | "executePlan"
>;

function createLists(http: Http): Lists {
  const run = <Answer>(given: object, options: ListOptions): Promise<Answer> =>
    http.json({ ...execute, body: { ...given, ...toWireListOptions(options) }, signal: options.signal });

  return {
    async batchExecuteOperations(operations, options = {}) {
      refuseFunction("saveCallback", options.saveCallback);
      return toOutcomes(await run({ operations, mode: "batch" }, options));
    },

    async executeOperationsSequence(operations, userId, taskId, options = {}) {
      refuseUser(userId);
      const owned = { ...options, taskId: taskId ?? options.taskId };
      return toSteps(await run({ operations, mode: "sequence" }, owned), owned);
    },

    async executeParallelOperations(operations, options = {}) {
      return toSteps(await run({ operations, mode: "parallel" }, options), options);
    },

    async batchToolCalls(calls, toolExecutorFunc, options = {}) {
      refuseFunction("toolExecutorFunc", toolExecutorFunc);
      refuseFunction("saveCallback", options.saveCallback);
      const body = { calls, ...toWireListOptions(options) };
      return toOutcomes(await http.json({ method: "POST", path: "api/tool-calls", body, signal: options.signal }));
    },

    async executePlan(plan, options = {}) {
      const answer = await run<WirePlanResult>({ plan }, options);
      const { status, output, error } = answer;
      return { status, results: await toSteps(answer, options), output, ...(error && { error: fromWireError(error) }) };
    },
  };
}

function toOutcomes({ results }: WireOutcomes): unknown[] {
  return results.map(({ result, error }) => (error ? fromWireError(error) : result));
}

/** The steps; a caller's `saveCallback` hears of each as it would in process, but once all have ended. */
async function toSteps({ results }: WireSteps, { saveCallback, taskId = "" }: ListOptions): Promise<TaskStepResult[]> {
  const steps = results.map((step) => TaskStepResult.fromJSON(step));
  if (saveCallback) {
    for (const [index, step] of steps.entries()) await saveCallback(undefined, taskId, index, step);
  }
  return steps;
}
