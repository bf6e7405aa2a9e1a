import { defineTool, type Operation, type Tool } from "@aiecs/core";
import type { Tool as RemoteTool } from "@modelcontextprotocol/client";
import type { McpConnection } from "./connection.ts";
import type { FilledServer } from "./fill-secrets.ts";
import { validName } from "./valid-name.ts";

export type ServerToolOptions = {
  readonly server: FilledServer;
  readonly connection: McpConnection;
  readonly tools: readonly RemoteTool[];
  readonly version: string;
};

/** A server's tools as operations of one tool. What says that it only reads may be cached, within a task. */
export function createServerTool({ server, connection, tools, version }: ServerToolOptions): Tool {
  const wanted = server.tools ? tools.filter(({ name }) => server.tools?.includes(name)) : tools;
  const operations = wanted.map((tool): [string, Operation] => [
    validName(tool.name),
    createOperation(tool, connection, server.timeoutMs),
  ]);
  return defineTool({
    name: validName(server.name),
    description: `Tools of the MCP server '${server.name}'.`,
    version,
    operations: Object.fromEntries(operations),
  });
}

/** Stands for a server that was never reached, so that calls of its tools say why they cannot be made. */
export function createMissingTool(server: FilledServer, problem: string): Tool {
  return defineTool({
    name: validName(server.name),
    description: `Tools of the MCP server '${server.name}', which is down.`,
    version: "0.0.0",
    operations: {},
    unavailable: `MCP server '${server.name}' is down: ${problem}`,
  });
}

function createOperation(tool: RemoteTool, connection: McpConnection, timeoutMs: number | undefined): Operation {
  const { readOnlyHint = false, idempotentHint, destructiveHint = false } = tool.annotations ?? {};
  return {
    description: tool.description ?? tool.title ?? tool.annotations?.title ?? tool.name,
    inputSchema: tool.inputSchema,
    ...(tool.outputSchema && { outputSchema: tool.outputSchema }),
    annotations: {
      readOnly: readOnlyHint,
      idempotent: idempotentHint ?? readOnlyHint,
      destructive: destructiveHint && !readOnlyHint,
    },
    ...(readOnlyHint && { cache: { scope: "task" } }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    execute: (params, context) => connection.call(tool, Object(params), context),
  };
}
