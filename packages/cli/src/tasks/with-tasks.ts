import type { Logger, OperationExecutor, TaskService } from "@aiecs/core";
import type { LoadedConfig } from "#config/load-config.ts";
import { type TaskValues, taskSettings } from "#config/task-settings.ts";
import { type WithExecutorOptions, withExecutor } from "#run/with-executor.ts";

/** Tasks, opened for one command. */
export type OpenedTasks = { readonly service: TaskService; readonly executor: OperationExecutor };

/** Opens the task database, made when it is missing, does some work with it, and closes it. @throws E006 */
export async function withTasks<T>(
  options: WithExecutorOptions & { readonly values: TaskValues },
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
};

/** Opens the task database as options, config file and environment say. @throws InputError, E006 */
export async function openTaskService({ executor, config, values, logger }: OpenOptions): Promise<TaskService> {
  const settings = taskSettings(config, values);
  const { openTasks } = await import("@aiecs/core");
  return openTasks({ executor, config: settings, logger });
}
