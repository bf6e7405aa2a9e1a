import type { CallToolResult, ServerContext } from "@modelcontextprotocol/server";
import { presentResult } from "./present-result.ts";
import { createProgress } from "./progress.ts";
import { resolveHandles } from "./resolve-handles.ts";
import type { Session } from "./session.ts";
import { newTaskId } from "./task-id.ts";

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
  const taskId = newTaskId("call");
  const progress = createProgress(context, 1);
  const stopListening = progress && executor.on("*", (event) => void (event.taskId === taskId && progress(event)));
  try {
    const { params: resolved, input } = await resolveHandles(session, params);
    const result: unknown = await executor.executeOperation(spec, Object(resolved), {
      input,
      userId,
      taskId,
      allow,
      signal: context.mcpReq.signal,
    });
    kept.keep(taskId, {
      userId,
      status: "completed",
      steps: [{ id: null, operation: spec, status: "completed", result, error: null }],
      output: result,
    });
    return await presentResult(session, result, { taskId, name: spec, whole });
  } finally {
    stopListening?.();
  }
}
