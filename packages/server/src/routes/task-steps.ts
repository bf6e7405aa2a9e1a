import type { ResultPage, Task } from "@aiecs/core";
import { Type } from "typebox";
import type { App } from "#app.ts";
import { answers } from "#schemas/answers.ts";
import { named } from "#schemas/shape.ts";
import type { ServerParts } from "#server-parts.ts";
import { tasksOf } from "./tasks-of.ts";

const tags = ["tasks"];
const taskParams = Type.Object({ id: Type.String() });
const stepParams = Type.Object({ id: Type.String(), n: Type.String({ description: "The step's index, or its id." }) });
const answer = answers({ 200: named<Task>("Task") });
const config = { access: "tasks:write" } as const;

const read = Type.Object({
  path: Type.Optional(Type.String({ maxLength: 4_096, description: "Which part, as in references: .data.items[2]" })),
  offset: Type.Optional(Type.Integer({ minimum: 0 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, description: "100 where it is not said." })),
  select: Type.Optional(Type.Array(Type.String(), { description: "Columns of a table, or keys of records." })),
  grep: Type.Optional(Type.String({ description: "Only what holds this text, capitals or not." })),
});

/** What may be done to a task's steps, and with what they gave. */
export function addTaskStepRoutes(app: App, { tasks }: ServerParts): void {
  const resume = {
    summary: "Runs what failed, was cancelled or never ran",
    tags,
    params: taskParams,
    response: answers({ 202: named<Task>("Task") }),
  };
  app.post("/api/tasks/:id/resume", { config, schema: resume }, async (request, reply) => {
    reply.code(202);
    return await tasksOf(tasks, request.user).resumeTask(request.params.id);
  });

  const approve = { summary: "Lets a waiting step run", tags, params: stepParams, response: answer };
  app.post("/api/tasks/:id/steps/:n/approve", { config, schema: approve }, (request) =>
    tasksOf(tasks, request.user).approveStep(request.params.id, stepOf(request.params.n)),
  );

  const reject = {
    summary: "Ends a waiting step as cancelled",
    tags,
    params: stepParams,
    body: Type.Optional(
      Type.Unsafe<{ readonly reason?: string } | null>({
        type: ["object", "null"],
        properties: { reason: { type: "string", maxLength: 2_000 } },
        additionalProperties: false,
      }),
    ),
    response: answer,
  };
  app.post("/api/tasks/:id/steps/:n/reject", { config, schema: reject }, (request) => {
    const { id, n } = request.params;
    return tasksOf(tasks, request.user).rejectStep(id, stepOf(n), request.body?.reason);
  });

  const result = {
    summary: "A page of a step's result",
    tags,
    params: stepParams,
    querystring: read,
    response: answers({ 200: named<ResultPage>("ResultPage") }),
  };
  app.get("/api/tasks/:id/steps/:n/result", { config: { access: "tasks:read" }, schema: result }, (request) => {
    const { id, n } = request.params;
    return tasksOf(tasks, request.user).readResult(id, stepOf(n), request.query);
  });
}

/** Ids of steps never begin with a digit or a sign. */
function stepOf(text: string): number | string {
  return /^-?\d{1,9}$/.test(text) ? Number(text) : text;
}
