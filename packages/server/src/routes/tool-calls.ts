import type { ToolCall } from "@aiecs/core";
import { Type } from "typebox";
import type { App } from "#app.ts";
import { answers } from "#schemas/answers.ts";
import type { ServerParts } from "#server-parts.ts";
import { callFields, callOptions } from "./call-options.ts";
import { batchAnswer } from "./execute-schema.ts";
import { exporterFor } from "./export-results.ts";
import { callWithoutOwner } from "./without-owner.ts";

const body = Type.Object(
  {
    calls: Type.Unsafe<readonly ToolCall[]>({
      type: "array",
      items: { type: "object" },
      description: "Tool calls: { tool, params: { op, … } }.",
    }),
    concurrency: Type.Optional(Type.Integer({ minimum: 1 })),
    ...callFields,
  },
  {
    additionalProperties: false,
    examples: [{ calls: [{ tool: "stats_tool", params: { op: "mean", values: [1, 2] } }] }],
  },
);

/** `POST /api/tool-calls` */
export function addToolCallsRoute(app: App, { executor, calls }: ServerParts): void {
  const schema = {
    summary: "Runs tool calls side by side",
    description: "Results in order, errors in their place.",
    tags: ["execution"],
    body,
    response: answers({ 200: batchAnswer }),
  };
  app.post("/api/tool-calls", { config: { access: "execute" }, schema }, async (request) => {
    const { body: given, user } = request;
    const options = {
      ...callOptions(given, user, calls.signalFor(request.raw.socket)),
      concurrency: given.concurrency,
    };
    const exporter = exporterFor(executor, { taskId: options.taskId ?? request.id, userId: user.id });
    const values = await executor.batchToolCalls(given.calls.map(callWithoutOwner), null, options);
    return { results: await exporter.items(values) };
  });
}
