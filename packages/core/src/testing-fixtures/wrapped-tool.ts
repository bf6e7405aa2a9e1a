import type { Annotations, Operation } from "#contracts/operation.ts";
import type { ToolContext } from "#contracts/tool-context.ts";
import { defineTool } from "#toolkit/define-tool.ts";
import { ToolExecutor } from "../tool-executor.ts";

type Execute = (params: Readonly<Record<string, unknown>>, context: ToolContext) => unknown;

/** A tool `t` with one operation `work` that takes anything, and the executor that runs it: what wrappers wrap. */
export function createWrappedTool(execute: Execute, annotations: Annotations = {}, more: Partial<Operation> = {}) {
  const work: Operation = {
    description: "Works.",
    inputSchema: { type: "object", additionalProperties: true },
    annotations,
    ...more,
    execute: (params, context) => execute(Object(params), context),
  };
  const tool = defineTool({ name: "t", description: "", version: "1.0.0", operations: { work } });
  return { tool, inner: new ToolExecutor({ tools: [tool] }) };
}
