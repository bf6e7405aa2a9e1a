import type { Task, TaskPage } from "@aiecs/core";
import { ValidationError } from "@aiecs/core";
import { Type } from "typebox";
import type { App } from "#app.ts";
import { answers, nothing } from "#schemas/answers.ts";
import { taskSource } from "#schemas/plan-schemas.ts";
import { named } from "#schemas/shape.ts";
import { taskStatus } from "#schemas/step-schemas.ts";
import { lane, type TaskWithHistory, taskMode, taskPage } from "#schemas/task-schemas.ts";
import type { ServerParts } from "#server-parts.ts";
import { accepted } from "./submit-call.ts";
import { taskIdOf, taskIdPattern } from "./task-id.ts";
import { tasksOf } from "./tasks-of.ts";
import { planWithoutOwner } from "./without-owner.ts";

const exact = { additionalProperties: false };
const tags = ["tasks"];
const taskParams = Type.Object({ id: Type.String() });
const flag = (description: string) => Type.Optional(Type.Boolean({ description }));
const longestDelayMs = 31_536_000_000;

const submission = Type.Object(
  {
    plan: taskSource,
    task_id: Type.Optional(
      Type.String({ pattern: taskIdPattern, description: "Sending it again gives the same task." }),
    ),
    input: Type.Optional(Type.Unsafe<Readonly<Record<string, unknown>>>({ type: "object" })),
    mode: Type.Optional(taskMode),
    queue: Type.Optional(lane),
    priority: Type.Optional(Type.Integer({ minimum: -100, maximum: 100 })),
    delay_ms: Type.Optional(Type.Number({ minimum: 0, maximum: longestDelayMs })),
    concurrency: Type.Optional(Type.Integer({ minimum: 1 })),
    stop_on_failure: Type.Optional(Type.Boolean()),
    strict: Type.Optional(Type.Boolean()),
  },
  {
    ...exact,
    examples: [{ plan: { steps: [{ operation: "pandas_tool.read_csv", params: { file_path: "a.csv" } }] } }],
  },
);

const idempotencyKey = Type.Object({
  "idempotency-key": Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 256,
      description: "Sending it again gives the same task; stands for `task_id`.",
    }),
  ),
});

const filter = Type.Object({
  status: Type.Optional(Type.Array(taskStatus, { description: "Any of these." })),
  queue: Type.Optional(lane),
  name: Type.Optional(Type.String({ description: "The plan's name." })),
  cursor: Type.Optional(Type.String({ description: "Where an earlier page ended." })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, description: "100 where it is not said." })),
});

const page = Type.Object({
  from: Type.Optional(Type.Integer({ minimum: 0, description: "Index of the first step wanted." })),
  limit: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 1_000, description: "100 where it is not said; 0 for no steps." }),
  ),
  all: flag("Also what failed in earlier runs of a task that was resumed."),
});

/** `/api/tasks` and `/api/tasks/{id}` */
export function addTaskRoutes(app: App, { tasks }: ServerParts): void {
  const submit = {
    summary: "Submits a plan, a list of steps or one operation",
    description: "Once it is answered the task is durable.",
    tags,
    headers: idempotencyKey,
    body: submission,
    response: answers({ 202: named<Task>("Task") }),
  };
  app.post("/api/tasks", { config: { access: "tasks:write" }, schema: submit }, async (request, reply) => {
    const { plan, task_id: taskId, delay_ms: delayMs, stop_on_failure: stopOnFailure, ...options } = request.body;
    const key = request.headers["idempotency-key"];
    if (key !== undefined && taskId !== undefined)
      throw new ValidationError("Invalid request: expected task_id or the header Idempotency-Key, received both");
    const id = key === undefined ? taskId : taskIdOf(key);
    const task = await tasksOf(tasks, request.user).submitTask(planWithoutOwner(plan), {
      ...options,
      taskId: id,
      delayMs,
      stopOnFailure,
    });
    return accepted(reply, task);
  });

  const list = { summary: "Your tasks, newest first", tags, querystring: filter, response: answers({ 200: taskPage }) };
  app.get(
    "/api/tasks",
    { config: { access: "tasks:read" }, schema: list },
    (request): Promise<TaskPage> => tasksOf(tasks, request.user).listTasks(request.query),
  );

  addOneTaskRoutes(app, tasks);
}

function addOneTaskRoutes(app: App, tasks: ServerParts["tasks"]): void {
  const show = {
    summary: "A task, and how its steps ended",
    tags,
    params: taskParams,
    querystring: page,
    response: answers({ 200: named<TaskWithHistory>("TaskWithHistory") }),
  };
  app.get(
    "/api/tasks/:id",
    { config: { access: "tasks:read" }, schema: show },
    async (request): Promise<TaskWithHistory> => {
      const own = tasksOf(tasks, request.user);
      const { id } = request.params;
      const task = await own.getTask(id);
      const { limit, ...place } = request.query;
      if (limit === 0) return { ...task, history: { steps: [], next: place.from ?? 0 } };
      return { ...task, history: await own.getTaskHistory(id, { ...place, limit }) };
    },
  );

  const cancel = {
    summary: "Cancels a task, or removes one that has ended",
    tags,
    params: taskParams,
    querystring: Type.Object({ remove: flag("Removes the task with its artifacts; it must have ended.") }),
    response: answers({ 200: named<Task>("Task"), 204: nothing }),
  };
  app.delete("/api/tasks/:id", { config: { access: "tasks:write" }, schema: cancel }, async (request, reply) => {
    const own = tasksOf(tasks, request.user);
    if (request.query.remove !== true) return await own.cancelTask(request.params.id);
    await own.deleteTask(request.params.id);
    return reply.code(204).send();
  });
}
