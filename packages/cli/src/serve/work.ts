import { createDefaultLogger, type Lane } from "@aiecs/core";
import type { ToolValues } from "#config/open-tools.ts";
import { type ListenValues, serverSettings } from "#config/server-settings.ts";
import type { TaskValues } from "#config/task-settings.ts";
import type { Terminal } from "#output/terminal.ts";
import { withExecutor } from "#run/with-executor.ts";
import { openTaskService } from "#tasks/with-tasks.ts";
import { graceMsOf, openServer } from "./open-server.ts";
import { untilStopped } from "./until-stopped.ts";

export type WorkOptions = {
  readonly terminal: Terminal;
  /** With a port it tells there how it is. */
  readonly values: ToolValues & TaskValues & ListenValues;
  /** The lanes whose tasks it runs. */
  readonly lanes: readonly Lane[];
  readonly debug: boolean;
};

/**
 * Runs tasks until the process is asked to end; then steps may end within the grace time, and tasks that have not ended
 * go on elsewhere. Returns the exit code. @throws InputError where it cannot listen, E001, E006
 */
export async function work({ terminal, values, lanes, debug }: WorkOptions): Promise<number> {
  const logger = createDefaultLogger({ level: debug ? "debug" : "info" });
  return await untilStopped(logger, (stop) =>
    withExecutor({ values, logger }, async (executor, config, redis) => {
      const settings = serverSettings(config, values);
      const graceMs = await graceMsOf(settings);
      stop.allow(graceMs);
      await using service = await openTaskService({ executor, config, redis, values, logger });
      const probes = { executor, tasks: service, routes: "probes", logger } as const;
      await using server = values.port === undefined ? undefined : await openServer(probes, settings);
      service.start({ lanes });
      const at = server ? `; health and metrics on ${server.url}` : "";
      terminal.out.write(`AIECS works off ${lanes.map((lane) => `${lane}_tasks`).join(" and ")}${at}\n`);
      await stop.asked;
      await service.stop({ graceMs });
      return 0;
    }),
  );
}
