import type { ListOptions, ToolCall } from "#contracts/call.ts";
import { OperationFailedError } from "#contracts/errors.ts";
import type { IToolExecutor } from "#contracts/tool-executor.ts";
import { listKinds } from "./plans/list-kinds.ts";
import { runList } from "./plans/run-list.ts";
import type { OpenOperationSource, OperationSource, Services } from "./services.ts";

/** Runs a tool call in place of the registered tool: gets the tool's name and its parameters, `op` among them. */
export type ToolCallFunction = (tool: string, params: Readonly<Record<string, unknown>>) => unknown;

/** Tool calls `{ tool, params: { op, … } }`: results in order, errors in their place. */
export async function executeToolCalls(
  services: Services,
  source: OpenOperationSource,
  calls: readonly (ToolCall | null)[],
  custom: ToolCallFunction | undefined,
  options: ListOptions = {},
): Promise<unknown[]> {
  const steps = calls.map((call) => toStep(call, custom !== undefined));
  const { results, errors } = await runList(services, steps, {
    ...listKinds.batch,
    options,
    ...(custom && { operations: operationsRunBy(custom, calls, { source, createId: services.createId }) }),
  });
  return results.map((result, index) => errors.get(index) ?? result.result);
}

/** A tool call as a step. Without a tool or `op` the step names no operation, and fails by itself. */
function toStep(call: ToolCall | null | undefined, custom: boolean): object {
  const { tool, params } = call ?? {};
  if (typeof tool !== "string") return { operation: undefined, params };
  const op = opOf(call);
  if (op !== undefined) return { operation: `${tool}.${op}`, params };
  return { operation: custom ? `${tool}.${unnamedOperation}` : tool, params };
}

/** What a custom function's call is called when it names no operation. */
const unnamedOperation = "call";

function opOf(call: ToolCall | null | undefined): string | undefined {
  const params: unknown = call?.params;
  const op: unknown = typeof params === "object" && params !== null ? Reflect.get(params, "op") : undefined;
  return typeof op === "string" ? op : undefined;
}

/** Each function has answers of its own in the cache: they are neither the tool's nor another function's. */
const functionNames = new WeakMap<ToolCallFunction, string>();

function operationsRunBy(
  custom: ToolCallFunction,
  calls: readonly (ToolCall | null)[],
  { source, createId }: { readonly source: OpenOperationSource; readonly createId: () => string },
): OperationSource {
  const executor = executorOf(custom, calls);
  let type = functionNames.get(custom);
  if (type === undefined) functionNames.set(custom, (type = `function ${createId()}`));
  const own = { executor: type };
  return { get: (spec, wishes) => source.getWith(spec, executor, { ...wishes, ...own }) };
}

function executorOf(custom: ToolCallFunction, calls: readonly (ToolCall | null)[]): IToolExecutor {
  return {
    execute() {
      throw new OperationFailedError("A custom tool executor runs asynchronously");
    },
    executeAsync: async (tool, _name, params, context) => {
      const op = opOf(calls[context?.stepIndex ?? -1]);
      return custom(tool.name, op === undefined ? { ...params } : { op, ...params });
    },
  };
}
