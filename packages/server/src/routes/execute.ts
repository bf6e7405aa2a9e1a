import type { App } from "#app.ts";
import { answers } from "#schemas/answers.ts";
import type { ServerParts } from "#server-parts.ts";
import { callOptions } from "./call-options.ts";
import { executeList } from "./execute-list.ts";
import { acceptedTask, executeAnswer, executeBody, metaQuery } from "./execute-schema.ts";
import { exporterFor } from "./export-results.ts";
import { refuseMixedCall } from "./refuse-mixed-call.ts";
import { prefersAsync, submitCall } from "./submit-call.ts";
import { paramsWithoutOwner } from "./without-owner.ts";

/** `POST /api/execute` */
export function addExecuteRoute(app: App, parts: ServerParts): void {
  const { calls, executor } = parts;
  const schema = {
    summary: "Runs one operation, or several",
    description:
      "Answers with the result of one operation, or with how each of several ended. With `Prefer: respond-async` it becomes a task.",
    tags: ["execution"],
    querystring: metaQuery,
    body: executeBody,
    response: answers({ 200: executeAnswer, 202: acceptedTask }),
  };
  app.post("/api/execute", { config: { access: "execute" }, schema }, async (request, reply) => {
    const { body, user } = request;
    refuseMixedCall(body);
    const { prefer } = request.headers;
    if (prefer !== undefined && prefersAsync(prefer))
      return await submitCall(body, { user, reply, tasks: parts.tasks });
    const options = callOptions(body, user, calls.signalFor(request.raw.socket));
    // What is too large to show is kept under the task, or else under the request.
    const owner = { taskId: options.taskId ?? request.id, userId: user.id };
    if (body.operation === undefined) {
      const exporter = exporterFor(executor, owner);
      return await executeList(body, { executor, options, exporter, withMeta: request.query.meta === "1" });
    }
    const result = await executor.executeOperation(body.operation, paramsWithoutOwner(body.params), options);
    return { result: isData(result) ? await executor.exportResult(result, owner) : (result ?? null) };
  });
}

/** Whether there is something within that may have to be kept. */
function isData(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
