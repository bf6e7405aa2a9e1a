import { CancelledError, ExecutionError, errorTable, specOfDefinition } from "@aiecs/core";
import { didYouMean } from "@aiecs/core/toolkit";
import {
  type CallToolRequest,
  type CallToolResult,
  type ListToolsResult,
  ProtocolError,
  ProtocolErrorCode,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { toMcpTools } from "#formats/tool-definitions.ts";
import { toJson } from "./json.ts";
import { metaTools } from "./meta/meta-tools.ts";
import { findOperation, listTools } from "./operations.ts";
import { runOperation } from "./run-operation.ts";
import type { Session } from "./session.ts";
import { asExecutionError, toErrorResult } from "./tool-error.ts";

/** The tools a session offers. */
export function listSessionTools(session: Session): ListToolsResult {
  const tools: ListToolsResult["tools"] = Array.from(metaTools.values(), ({ definition }) => definition);
  if (session.exposesAll) tools.push(...toMcpTools(listTools(session)));
  return { tools };
}

/** Calls a tool of the session. What goes wrong with the work is an answer, what is no tool a protocol error. */
export async function callTool(
  session: Session,
  { name, arguments: args = {} }: CallToolRequest["params"],
  context: ServerContext,
): Promise<CallToolResult> {
  try {
    const meta = metaTools.get(name);
    if (meta) return asData(await meta.call(args, session, context));
    const spec = session.exposesAll ? specOfDefinition(name, session.executor.registry) : undefined;
    if (spec === undefined) throw unknownTool(session, name);
    const { operation } = findOperation(session, spec);
    const whole = operation.output_schema?.type === "object";
    return asData(await runOperation(session, context, { spec, params: args, whole }));
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    // Nobody waits for the answer any more.
    if (context.mcpReq.signal.aborted) return toErrorResult(new CancelledError("Cancelled", { cause: error }));
    return toErrorResult(asExecutionError(error, session.logger));
  }
}

/** Big integers and cycles end the connection, not only the call: an answer has none. */
function asData(result: CallToolResult): CallToolResult {
  const { structuredContent } = result;
  return structuredContent ? { ...result, structuredContent: JSON.parse(toJson(structuredContent)) } : result;
}

function unknownTool(session: Session, name: string): ProtocolError {
  const known = listSessionTools(session).tools.map((tool) => tool.name);
  const meant = didYouMean(name, known);
  const hint = meant.length > 0 ? `; did you mean ${meant.join(" or ")}?` : "";
  return new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${name.slice(0, 100)}${hint}`);
}

const protocolCodes = {
  invalid_params: ProtocolErrorCode.InvalidParams,
  request_timeout: ProtocolErrorCode.InternalError,
  internal_error: ProtocolErrorCode.InternalError,
  request_cancelled: ProtocolErrorCode.InternalError,
} as const;

/** An error where the protocol has no place for one in an answer. */
export function toProtocolError(error: unknown, session: Session): ProtocolError {
  if (error instanceof ProtocolError) return error;
  const known = error instanceof ExecutionError ? error : asExecutionError(error, session.logger);
  return new ProtocolError(protocolCodes[errorTable[known.code].mcpError], known.message, { code: known.code });
}
