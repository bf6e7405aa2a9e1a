import { createDefaultLogger, type Lane } from "@aiecs/core";
import type { ToolValues } from "#config/open-tools.ts";
import { type ListenValues, serverSettings } from "#config/server-settings.ts";
import type { TaskValues } from "#config/task-settings.ts";
import type { Terminal } from "#output/terminal.ts";
import { withExecutor } from "#run/with-executor.ts";
import { openTaskService } from "#tasks/with-tasks.ts";
import type { Exposure } from "./exposure.ts";
import { graceMsOf, openServer } from "./open-server.ts";
import { untilStopped } from "./until-stopped.ts";

export type ServeOptions = {
  readonly terminal: Terminal;
  readonly values: ToolValues & TaskValues & ListenValues;
  readonly expose: Exposure;
  /** The lanes whose tasks it runs besides. */
  readonly lanes: readonly Lane[];
  readonly debug: boolean;
  /** The line that says where it listens. */
  readonly announce: (url: string) => string;
};

/**
 * Serves tools and tasks over HTTP until the process is asked to end; then what runs may end within the grace time, and
 * what does not is handed back. Returns the exit code. @throws InputError where it cannot listen, E001, E006
 */
export async function serve({ terminal, values, expose, lanes, debug, announce }: ServeOptions): Promise<number> {
  const logger = createDefaultLogger({ level: debug ? "debug" : "info" });
  return await untilStopped(logger, (stop) =>
    withExecutor({ values, logger }, async (executor, config, redis) => {
      const settings = serverSettings(config, values);
      stop.allow(await graceMsOf(settings));
      await using service = await openTaskService({ executor, config, redis, values, logger });
      // Closing it stops the service within the grace time.
      await using server = await openServer({ executor, tasks: service, expose, logger }, settings);
      service.start({ lanes });
      terminal.out.write(`${announce(server.url)}\n`);
      await stop.asked;
      return 0;
    }),
  );
}
