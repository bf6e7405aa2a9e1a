import type { ListOptions, ToolCall } from "#contracts/call.ts";
import { OperationFailedError } from "#contracts/errors.ts";
import type { IToolExecutor } from "#contracts/tool-executor.ts";
import { plainNaming } from "./plans/naming.ts";
import { runList } from "./plans/run-list.ts";
import type { OpenOperationSource, Services } from "./services.ts";

/** Runs a tool call in place of the registered tool: gets the tool's name and its parameters, `op` among them. */
export type ToolCallFunction = (tool: string, params: Readonly<Record<string, unknown>>) => unknown;

/** Tool calls `{ tool, params: { op, … } }`: results in order, errors in their place. */
export async function executeToolCalls(
  services: Services,
  source: OpenOperationSource,
  calls: readonly ToolCall[],
  custom: ToolCallFunction | undefined,
  options: ListOptions = {},
): Promise<unknown[]> {
  const steps = calls.map((call) => toStep(call, custom !== undefined));
  const executor = custom && executorOf(custom);
  const { results, errors } = await runList(services, steps, {
    options,
    naming: plainNaming,
    paced: true,
    ...(executor && { operations: { get: (spec, wishes) => source.getWith(spec, executor, wishes) } }),
  });
  return results.map((result, index) => errors.get(index) ?? result.result);
}

/** A tool call as a step. Without a tool or `op` the step names no operation, and fails by itself. */
function toStep(call: ToolCall | null | undefined, custom: boolean): object {
  const { tool, params } = call ?? {};
  if (typeof tool !== "string") return { operation: undefined, params };
  const op: unknown = params && "op" in params ? params.op : undefined;
  if (typeof op === "string") return { operation: `${tool}.${op}`, params };
  return { operation: custom ? `${tool}.${unnamedOperation}` : tool, params };
}

/** What a custom function's call is called when it names no operation. */
const unnamedOperation = "call";

function executorOf(custom: ToolCallFunction): IToolExecutor {
  return {
    execute() {
      throw new OperationFailedError("A custom tool executor runs asynchronously");
    },
    executeAsync: async (tool, name, params) =>
      custom(tool.name, name === unnamedOperation ? { ...params } : { op: name, ...params }),
  };
}
