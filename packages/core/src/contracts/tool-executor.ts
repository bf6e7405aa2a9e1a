import type { Tool } from "./tool.ts";
import type { ToolContext } from "./tool-context.ts";

/** Runs one operation of a tool. What `registerExecutor` takes, and what the wrappers wrap. */
export interface IToolExecutor {
  /** Runs a synchronous operation at once. @throws E003 when the operation is asynchronous */
  execute(tool: Tool, operationName: string, params: object): unknown;
  /** With a context the parameters have been validated already; without one they are validated here. */
  executeAsync(tool: Tool, operationName: string, params: object, context?: ToolContext): Promise<unknown>;
}
