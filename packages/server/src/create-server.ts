import { createDefaultLogger, type Logger } from "@aiecs/core";
import { type App, createApp } from "./app.ts";
import { registerAuth } from "./auth/register-auth.ts";
import { createConnections } from "./connections.ts";
import { greetRequests, logRequests } from "./http/greet-requests.ts";
import { hiddenFolders } from "./http/hidden-folders.ts";
import { createRemoteJson } from "./http/remote-json.ts";
import { findUnusedConnections } from "./http/unused-connections.ts";
import { addMetrics } from "./metrics/add-metrics.ts";
import { describeApp } from "./openapi/describe-app.ts";
import { addRoutes } from "./routes/add-routes.ts";
import { addHealthRoutes } from "./routes/health.ts";
import { createRunningCalls } from "./running-calls.ts";
import { resolveServerConfig, type ServerConfigInput } from "./server-config.ts";
import type { ServedExecutor, ServedTasks, ServerParts } from "./server-parts.ts";
import { stopServer } from "./stop-server.ts";
import { readVersion } from "./version.ts";

export type ServerOptions = {
  readonly executor: ServedExecutor;
  /** Durable tasks. The server stops it when it stops; starting it is its maker's. */
  readonly tasks: ServedTasks;
  readonly config?: ServerConfigInput;
  /** What MCP clients see; `all` makes a tool of every operation, besides those that find and run them. @default "meta" */
  readonly expose?: "meta" | "all";
  /** `probes`: health, readiness and metrics alone, for a process that only works. @default "all" */
  readonly routes?: "all" | "probes";
  /** @default errors as JSON lines on standard error */
  readonly logger?: Logger;
  /** Where the secrets are that the config names. @default process.env */
  readonly environment?: Readonly<Record<string, string | undefined>>;
};

/** AIECS as a service. */
export interface Server extends AsyncDisposable {
  /** The application, for requests without a network. */
  readonly app: App;
  /** Begins to take requests. Rejects with Node's own error when the address cannot be had. */
  listen(): Promise<{ readonly url: string }>;
  /** Stops within the grace time; neither executor nor tasks are disposed of. Idempotent. */
  close(): Promise<void>;
}

/**
 * Makes a server: HTTP, events, WebSocket and MCP over an executor and its tasks.
 *
 * @throws E001 naming everything that is wrong with the config; also when it would be open to other machines without auth
 * @example
 * const server = await createServer({ executor, tasks, config: { port: 8000 } });
 * const { url } = await server.listen();
 */
export async function createServer(options: ServerOptions): Promise<Server> {
  const { executor, tasks, expose = "meta", routes = "all" } = options;
  const { logger = createDefaultLogger(), environment = process.env } = options;
  const config = resolveServerConfig(options.config);
  const connections = createConnections();
  const parts: ServerParts = { executor, tasks, config, expose, logger, connections, calls: createRunningCalls() };
  const app = createApp(parts, createRemoteJson(hiddenFolders(executor.config)));
  const unused = findUnusedConnections(app.server);
  greetRequests(app, connections);
  if (logger.isLevelEnabled("debug")) logRequests(app, logger);
  registerAuth(app, { auth: config.auth, host: config.host, environment, logger });
  await describeApp(app, await readVersion());
  addMetrics(app, parts);
  if (routes === "probes") addHealthRoutes(app, parts);
  else await addRoutes(app, parts);
  await app.ready();
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= stopServer(app, unused, parts));
  return {
    app,
    async listen() {
      return { url: await app.listen({ host: config.host, port: config.port }) };
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
