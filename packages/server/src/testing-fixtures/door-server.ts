import { type Clock, ExecutionError, httpStatusOf, type Logger } from "@aiecs/core";
import type { WebSocket } from "@fastify/websocket";
import fastify, { type FastifyInstance } from "fastify";
import { AccessError } from "#auth/access-error.ts";
import type { AuthConfig } from "#auth/auth-config.ts";
import { type RegisterAuthOptions, registerAuth } from "#auth/register-auth.ts";
import { type Connections, createConnections } from "#connections.ts";
import { asksForSocket } from "#socket/asks-for-socket.ts";
import { type RegisterEventsOptions, registerEvents } from "#socket/register-events.ts";
import { type RegisterSocketOptions, registerSocket } from "#socket/register-socket.ts";
import { createFakeTasks, type FakeTasks } from "./fake-tasks.ts";

export type DoorServerOptions = Partial<Omit<RegisterAuthOptions, "auth" | "host" | "logger">> & {
  readonly auth?: AuthConfig | null;
  readonly clock?: Clock;
  readonly events?: Partial<RegisterEventsOptions>;
  readonly socket?: Partial<RegisterSocketOptions>;
};

export type DoorServer = AsyncDisposable & {
  readonly app: FastifyInstance;
  readonly url: string;
  readonly port: number;
  readonly tasks: FakeTasks;
  readonly connections: Connections;
  /** The server's side of its sockets. */
  readonly clients: ReadonlySet<WebSocket>;
  /** What was logged: everything, as one text. */
  readonly logged: () => string;
};

/** A real server with the doors that are tested here, and a route for each kind of access. */
export async function openDoorServer(options: DoorServerOptions = {}): Promise<DoorServer> {
  const { auth = null, events, socket, ...authOptions } = options;
  const app = fastify({ http: { shouldUpgradeCallback: asksForSocket } });
  // The last scope that is opened is the one of sockets.
  let sockets: FastifyInstance = app;
  app.addHook("onRegister", (scope) => {
    sockets = scope;
  });
  const tasks = createFakeTasks();
  const connections = createConnections();
  const lines: unknown[] = [];
  const logger = createLineLogger(lines);
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof AccessError) return reply.code(error.statusCode).headers(error.headers).send(toProblem(error));
    if (error instanceof ExecutionError) return reply.code(httpStatusOf(error)).send(toProblem(error));
    lines.push(String(error));
    const status = error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 500;
    return reply.code(status).send({ detail: "unexpected" });
  });
  registerAuth(app, { auth, host: "127.0.0.1", logger, ...authOptions });
  app.get("/health", { config: { access: "public" } }, async ({ user }) => ({ user: user.id ?? null }));
  app.get("/me", { config: { access: "tasks:read" } }, async ({ user }) => ({
    id: user.id ?? null,
    tools: user.tools,
  }));
  app.post("/run", { config: { access: "execute" } }, async () => new Promise((resolve) => holders.push(resolve)));
  app.get("/metrics", { config: { access: "admin" } }, async () => "metrics");
  const common = {
    tasksOf: ({ id }: { readonly id: string | undefined }) => tasks.forUser(id),
    connections,
    heartbeatS: 15,
    logger,
    ...(options.clock && { clock: options.clock }),
  };
  registerEvents(app, { ...common, ...events });
  await registerSocket(app, { ...common, maxBufferBytes: 1_048_576, ...socket });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const address = app.server.address();
  if (address === null || typeof address === "string") throw new Error("expected a port");
  return {
    app,
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    tasks,
    connections,
    clients: sockets.websocketServer.clients,
    logged: () => JSON.stringify(lines),
    async [Symbol.asyncDispose]() {
      for (const release of holders.splice(0)) release({});
      connections.closeAll();
      for (const client of sockets.websocketServer.clients) client.terminate();
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

/** Requests to `/run` that wait: each function answers one. */
export const holders: ((answer: object) => void)[] = [];

function toProblem({ code, message }: ExecutionError): object {
  return { code, detail: message };
}

function createLineLogger(lines: unknown[]): Logger {
  const at = (level: string) => (fields: object, message?: string) => void lines.push({ level, ...fields, message });
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error"), isLevelEnabled: () => true };
}
