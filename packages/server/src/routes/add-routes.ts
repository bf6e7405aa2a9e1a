import type { App } from "#app.ts";
import type { ServerParts } from "#server-parts.ts";
import { registerEvents } from "#socket/register-events.ts";
import { registerSocket } from "#socket/register-socket.ts";
import { addArtifactRoutes } from "./artifacts.ts";
import { addExecuteRoute } from "./execute.ts";
import { addHealthRoutes } from "./health.ts";
import { addMcpRoute } from "./mcp.ts";
import { addPlanRoutes } from "./plans.ts";
import { addScheduleRoutes } from "./schedules.ts";
import { addTaskStepRoutes } from "./task-steps.ts";
import { addTaskRoutes } from "./tasks.ts";
import { tasksOf } from "./tasks-of.ts";
import { addToolCallsRoute } from "./tool-calls.ts";
import { addToolRoutes } from "./tools.ts";

/** All there are. */
export async function addRoutes(app: App, parts: ServerParts): Promise<void> {
  addHealthRoutes(app, parts);
  addToolRoutes(app, parts);
  addExecuteRoute(app, parts);
  addToolCallsRoute(app, parts);
  addPlanRoutes(app, parts);
  addTaskRoutes(app, parts);
  addTaskStepRoutes(app, parts);
  addArtifactRoutes(app, parts);
  addScheduleRoutes(app, parts);
  await addMcpRoute(app, parts);
  const { connections, config, logger } = parts;
  const live = {
    tasksOf: (user: Parameters<typeof tasksOf>[1]) => tasksOf(parts.tasks, user),
    connections,
    heartbeatS: config.heartbeat_s,
    logger,
  };
  registerEvents(app, live);
  await registerSocket(app, { ...live, maxBufferBytes: config.max_socket_buffer_bytes });
}
