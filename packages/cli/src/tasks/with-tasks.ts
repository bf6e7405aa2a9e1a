import { existsSync } from "node:fs";
import type { Logger, OperationExecutor, TaskService } from "@aiecs/core";
import { InputError } from "#command-line/input-error.ts";
import type { LoadedConfig } from "#config/load-config.ts";
import { type TaskValues, taskSettings } from "#config/task-settings.ts";
import { type WithExecutorOptions, withExecutor } from "#run/with-executor.ts";

/** Tasks, opened for one command. */
export type OpenedTasks = { readonly service: TaskService; readonly executor: OperationExecutor };

/** Opens the task database, does some work with it, and closes it. @throws E006, and NoDatabaseError where it must exist */
export async function withTasks<T>(
  options: WithExecutorOptions & { readonly values: TaskValues; readonly mustExist?: boolean },
  work: (opened: OpenedTasks) => Promise<T>,
): Promise<T> {
  return withExecutor(options, async (executor, config) => {
    await using service = await openTaskService({ ...options, executor, config });
    return await work({ service, executor });
  });
}

type OpenOptions = {
  readonly executor: OperationExecutor;
  readonly config: LoadedConfig;
  readonly values: TaskValues;
  readonly logger: Logger;
  /** Whether no database is made where there is none. @default false */
  readonly mustExist?: boolean;
};

/**
 * Opens the task database as options, config file and environment say.
 *
 * @throws InputError, E006, and NoDatabaseError where it must exist
 */
export async function openTaskService(options: OpenOptions): Promise<TaskService> {
  const { executor, config, values, logger, mustExist = false } = options;
  const settings = taskSettings(config, values);
  if (mustExist && !existsSync(settings.database)) throw new NoDatabaseError(settings.database);
  const { openTasks } = await import("@aiecs/core");
  return openTasks({ executor, config: settings, logger });
}

/** There is no task database yet. */
export class NoDatabaseError extends InputError {
  constructor(database: string) {
    super(`There are no tasks: ${database} does not exist`, {
      hint: "aiecs run <plan> --task-id <id> makes it; --database names another",
    });
  }
}
