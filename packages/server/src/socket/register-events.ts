import { type Clock, type Logger, systemClock, type Tasks, ValidationError } from "@aiecs/core";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { User } from "#auth/user.ts";
import type { Connections } from "#connections.ts";
import { EventStream } from "./event-stream.ts";
import { followTask, hasEnded } from "./follow-task.ts";
import { createHeartbeat } from "./heartbeat.ts";

/** The tasks of one user, and of nobody else. */
export type TasksOf = (user: User) => Tasks;

export type RegisterEventsOptions = {
  readonly tasksOf: TasksOf;
  readonly connections: Pick<Connections, "add">;
  readonly heartbeatS: number;
  readonly logger: Pick<Logger, "info" | "error">;
  readonly clock?: Clock;
  /** How long a client may take to read what is buffered. @default 10 */
  readonly slowReaderS?: number;
  /** @default 1_000 */
  readonly retryMs?: number;
};

type EventsRequest = FastifyRequest<{ Params: { id: string }; Querystring: { after?: string } }>;

const schema = {
  summary: "The events of a task, as they come",
  description:
    "Server-sent events: `id` is the sequence number, `event` the type, `data` the event as JSON. `Last-Event-ID` (or `after`) goes on after that event, without a gap. After the task's last event comes one of type `done`, and the stream ends; a stream that ends without it was cut: connect again. 204 when the task has ended and all its events are known.",
  tags: ["tasks"],
  params: { type: "object", properties: { id: { type: "string" } }, required: ["id"] },
  querystring: { type: "object", properties: { after: { type: "string", pattern: "^[0-9]{1,15}$" } } },
  response: {
    200: { description: "Events", content: { "text/event-stream": { schema: { type: "string" } } } },
    204: { description: "No more will come", type: "null" },
  },
};

/** `GET /api/tasks/{id}/events`. */
export function registerEvents(app: FastifyInstance, options: RegisterEventsOptions): void {
  const { tasksOf, connections, heartbeatS, logger, clock = systemClock, slowReaderS = 10, retryMs = 1_000 } = options;
  const heartbeat = createHeartbeat({ everyMs: heartbeatS * 1000, clock });

  const handle = async (request: EventsRequest, reply: FastifyReply): Promise<unknown> => {
    const { user } = request;
    const { id } = request.params;
    const after = readAfter(request);
    const tasks = tasksOf(user);
    const task = await tasks.getTask(id);
    if (hasEnded(task) && after >= task.last_event) return reply.code(204).send();
    reply.hijack();
    const headers = reply.getHeaders();
    const stream = new EventStream(reply.raw, { headers, retryMs, slowReaderMs: slowReaderS * 1000, clock });
    const leave = connections.add("events", () => stream.end());
    const stopBeating = heartbeat.add(() => {
      if (user.expiresAt !== undefined && user.expiresAt <= clock.now()) stream.end();
      else stream.beat();
    });
    try {
      const deliver = stream.send.bind(stream);
      const ended = await followTask(tasks, id, { after, signal: stream.closed, deliver });
      if (ended) stream.done(id, ended.last_event);
      else stream.end();
    } catch (error) {
      logger.error({ error, taskId: id, userId: user.id }, "A stream of events broke off");
      stream.end();
    } finally {
      stopBeating();
      leave();
    }
    if (stream.dropped) logger.info({ taskId: id, userId: user.id }, "A stream of events was not read: dropped");
    return reply;
  };
  const config = { access: "tasks:read", staysOpen: true } as const;
  app.get("/api/tasks/:id/events", { config, schema, exposeHeadRoute: false }, handle);
}

/** What the browser remembers wins over what the address says: it comes back with the address it began with. */
function readAfter({ headers, query }: EventsRequest): number {
  const remembered = headers["last-event-id"];
  const text = remembered ?? query.after ?? "0";
  if (typeof text === "string" && /^[0-9]{1,15}$/.test(text)) return Number(text);
  throw new ValidationError("Last-Event-ID: expected the sequence number of an event");
}
