import { createDefaultLogger, ValidationError } from "@aiecs/core";
import type { ServerConfig } from "@aiecs/server/config";
import { InputError } from "#command-line/input-error.ts";
import type { ToolValues } from "#config/open-tools.ts";
import { type ListenValues, listenProblem, serverSettings } from "#config/server-settings.ts";
import type { TaskValues } from "#config/task-settings.ts";
import type { Terminal } from "#output/terminal.ts";
import { listenForInterrupt } from "#run/interrupt.ts";
import { withExecutor } from "#run/with-executor.ts";
import { openTaskService } from "#tasks/with-tasks.ts";
import type { Exposure } from "./exposure.ts";
import { outliveStrayRejections } from "./stray-rejections.ts";

export type ServeOptions = {
  readonly terminal: Terminal;
  readonly values: ToolValues & TaskValues & ListenValues;
  readonly expose: Exposure;
  readonly debug: boolean;
  /** The line that says where it listens. */
  readonly announce: (url: string) => string;
};

/**
 * Serves tools and tasks over HTTP until the process is asked to end; then what runs may end within the grace time, and
 * what does not is handed back. Returns the exit code. @throws InputError where it cannot listen, E001, E006
 */
export async function serve({ terminal, values, expose, debug, announce }: ServeOptions): Promise<number> {
  const logger = createDefaultLogger({ level: debug ? "debug" : "info" });
  using cleanup = new DisposableStack();
  cleanup.use(outliveStrayRejections(logger));
  using interrupt = listenForInterrupt(() => logger.info({}, "Stopping; the same signal again ends at once"));
  const { signal } = interrupt;
  return await withExecutor({ values, logger }, async (executor, config) => {
    const { createServer, resolveServerConfig } = await import("@aiecs/server");
    const settings = resolveServerConfig(serverSettings(config, values));
    await using service = await openTaskService({ executor, config, values, logger });
    const server = await createServer({ executor, tasks: service, config: settings, expose, logger }).catch(
      (error: unknown) => {
        throw isOpen(settings) && error instanceof ValidationError ? withoutAuth(error) : error;
      },
    );
    try {
      const { url } = await server.listen().catch((error: unknown) => {
        const problem = listenProblem(error, settings);
        throw problem === undefined ? error : new InputError(problem, { exitCode: 1, cause: error });
      });
      service.start();
      terminal.out.write(`${announce(url)}\n`);
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    } finally {
      await server.close();
    }
    return 0;
  });
}

/** Whether nobody is asked for credentials. */
function isOpen({ auth: { api_keys: keys = [], jwt } }: ServerConfig): boolean {
  return keys.length === 0 && jwt === undefined;
}

function withoutAuth(error: ValidationError): InputError {
  return new InputError(error.message, {
    hint: "In the config file, server: { auth: { api_keys: [{ user: me, key_env: MY_KEY }] } } takes a key from the variable MY_KEY",
    cause: error,
  });
}
