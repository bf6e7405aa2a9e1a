import type { Tasks } from "@aiecs/core";
import { toolOptions } from "#config/open-tools.ts";
import { taskOptions } from "#config/task-settings.ts";
import type { Terminal } from "#output/terminal.ts";
import { createTerminalLogger } from "#run/terminal-logger.ts";
import { withBareExecutor } from "#run/with-executor.ts";
import type { TaskCommandValues } from "./task-commands.ts";
import { openTaskService } from "./with-tasks.ts";

/** The options of every command that looks after tasks without running them. */
export const storedTaskOptions = {
  user: { type: "string", value: "id", description: "Whose tasks; by default those that belong to no user" },
  json: { type: "boolean", description: "Print JSON, and nothing else, on standard output" },
  ...taskOptions,
  config: toolOptions.config,
} as const;

type StoredTaskOptions = {
  readonly values: TaskCommandValues & { readonly debug?: boolean | undefined };
  readonly terminal: Terminal;
};

/** Opens the task database for a look at it, without any tool: no task is run. @throws NoDatabaseError where there is none */
export async function withStoredTasks<T>(
  { values, terminal }: StoredTaskOptions,
  work: (tasks: Tasks) => Promise<T>,
): Promise<T> {
  const logger = createTerminalLogger({
    level: values.debug ? "debug" : "error",
    write: (line) => terminal.err.write(`${line}\n`),
  });
  return withBareExecutor({ values, logger }, async (executor, config, redis) => {
    await using service = await openTaskService({ executor, config, redis, values, logger, mustExist: true });
    return await work(service.forUser(values.user));
  });
}
