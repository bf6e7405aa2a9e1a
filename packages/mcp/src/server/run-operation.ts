import { randomUUID } from "node:crypto";
import type { CallToolResult, ServerContext } from "@modelcontextprotocol/server";
import { presentResult } from "./present-result.ts";
import { createProgress } from "./progress.ts";
import type { Session } from "./session.ts";

export type OperationRun = {
  readonly spec: string;
  readonly params: object;
  /** Whether the tool that is called has an output schema. */
  readonly whole?: boolean;
};

/** Runs one operation for a client: cancelled when the client cancels, readable afterwards when it is large. */
export async function runOperation(
  session: Session,
  context: ServerContext,
  { spec, params, whole = false }: OperationRun,
): Promise<CallToolResult> {
  const { executor, userId, allow, kept } = session;
  const taskId = `call-${randomUUID()}`;
  const progress = createProgress(context, 1);
  const stopListening = progress && executor.on("*", (event) => void (event.taskId === taskId && progress(event)));
  try {
    const result = await executor.executeOperation(spec, params, {
      userId,
      taskId,
      allow,
      signal: context.mcpReq.signal,
    });
    kept.keep(taskId, {
      userId,
      status: "completed",
      steps: [{ id: null, operation: spec, status: "completed", result, error: null }],
    });
    return await presentResult(session, result, { taskId, step: 0, whole });
  } finally {
    stopListening?.();
  }
}
