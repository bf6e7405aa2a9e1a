import type { Schedule } from "@aiecs/core";
import { Type } from "typebox";
import type { App } from "#app.ts";
import { answers, nothing } from "#schemas/answers.ts";
import { taskSource } from "#schemas/plan-schemas.ts";
import { named } from "#schemas/shape.ts";
import { lane, taskMode } from "#schemas/task-schemas.ts";
import type { ServerParts } from "#server-parts.ts";
import { taskIdPattern } from "./task-id.ts";
import { tasksOf } from "./tasks-of.ts";
import { planWithoutOwner } from "./without-owner.ts";

const exact = { additionalProperties: false };
const tags = ["schedules"];

const request = Type.Object(
  {
    id: Type.String({ pattern: taskIdPattern }),
    cron: Type.String({ maxLength: 256, description: "Five or six fields, as cron has them." }),
    timezone: Type.Optional(Type.String({ maxLength: 64, description: "IANA name; UTC where it is not said." })),
    plan: taskSource,
    input: Type.Optional(Type.Unsafe<Readonly<Record<string, unknown>>>({ type: "object" })),
    mode: Type.Optional(taskMode),
    queue: Type.Optional(lane),
    priority: Type.Optional(Type.Integer({ minimum: -100, maximum: 100 })),
  },
  exact,
);

const listing = Type.Object(
  { schedules: Type.Array(named<Schedule>("Schedule")), count: Type.Integer({ minimum: 0 }) },
  exact,
);

/** `/api/schedules` */
export function addScheduleRoutes(app: App, { tasks }: ServerParts): void {
  const save = {
    summary: "Submits work again and again",
    description: "Replaces the schedule of that id.",
    tags,
    body: request,
    response: answers({ 201: named<Schedule>("Schedule") }),
  };
  app.post("/api/schedules", { config: { access: "tasks:write" }, schema: save }, async ({ body, user }, reply) => {
    const saved = await tasksOf(tasks, user).saveSchedule({ ...body, plan: planWithoutOwner(body.plan) });
    reply.code(201);
    return saved;
  });

  const list = { summary: "Your schedules", tags, response: answers({ 200: listing }) };
  app.get("/api/schedules", { config: { access: "tasks:read" }, schema: list }, async ({ user }) => {
    const schedules = [...(await tasksOf(tasks, user).listSchedules())];
    return { schedules, count: schedules.length };
  });

  const remove = {
    summary: "Ends a schedule",
    tags,
    params: Type.Object({ id: Type.String() }),
    response: answers({ 204: nothing }),
  };
  app.delete(
    "/api/schedules/:id",
    { config: { access: "tasks:write" }, schema: remove },
    async ({ params, user }, reply) => {
      await tasksOf(tasks, user).deleteSchedule(params.id);
      return reply.code(204).send();
    },
  );
}
