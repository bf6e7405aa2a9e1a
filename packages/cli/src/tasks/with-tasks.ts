import { existsSync } from "node:fs";
import type { Logger, OperationExecutor, TaskService } from "@aiecs/core";
import { InputError } from "#command-line/input-error.ts";
import type { LoadedConfig } from "#config/load-config.ts";
import { isPostgresUrl } from "#config/service-urls.ts";
import { type TaskValues, taskSettings } from "#config/task-settings.ts";
import { type WithExecutorOptions, withExecutor } from "#run/with-executor.ts";
import { laneNames } from "#services/lanes.ts";
import { loadAdapter } from "#services/load-adapter.ts";
import type { RedisServices } from "#services/redis-services.ts";

/** Tasks, opened for one command. */
export type OpenedTasks = { readonly service: TaskService; readonly executor: OperationExecutor };

/** Opens the task database, does some work with it, and closes it. @throws E006, and NoDatabaseError where it must exist */
export async function withTasks<T>(
  options: WithExecutorOptions & { readonly values: TaskValues; readonly mustExist?: boolean },
  work: (opened: OpenedTasks) => Promise<T>,
): Promise<T> {
  return withExecutor(options, async (executor, config, redis) => {
    await using service = await openTaskService({ ...options, executor, config, redis });
    return await work({ service, executor });
  });
}

type OpenOptions = {
  readonly executor: OperationExecutor;
  readonly config: LoadedConfig;
  readonly values: TaskValues;
  readonly logger: Logger;
  /** Where tasks wait and what is told of them, where processes share a Redis. */
  readonly redis: RedisServices | undefined;
  /** Whether no database is made where there is none. @default false */
  readonly mustExist?: boolean;
};

/**
 * Opens the task database as options, config file and environment say.
 *
 * @throws InputError, E006, and NoDatabaseError where it must exist
 */
export async function openTaskService(options: OpenOptions): Promise<TaskService> {
  const { executor, config, values, logger, redis, mustExist = false } = options;
  const settings = taskSettings(config, values);
  const url = isPostgresUrl(settings.database) ? settings.database : undefined;
  if (mustExist && url === undefined && !existsSync(settings.database)) throw new NoDatabaseError(settings.database);
  const { openTasks } = await import("@aiecs/core");
  await using opened = new AsyncDisposableStack();
  const store = url === undefined ? undefined : opened.use(await openPostgres(url, logger));
  const queue = redis && opened.use(await redis.openQueue({ leaseS: settings.lease_s }));
  const relay = redis && opened.use(await redis.openRelay());
  const parts = { ...(store && { store }), ...(queue && { queue }), ...(relay && { relay }) };
  const service = await openTasks({ executor, config: settings, logger, ...parts });
  // From here on they are the service's to close.
  opened.move();
  for (const [name, lane] of laneNames) executor.registerExecutor(name, service.laneExecutor(lane));
  return service;
}

async function openPostgres(url: string, logger: Logger) {
  const { openPostgresStore } = await loadAdapter(
    "@aiecs/postgres",
    "A database on PostgreSQL",
    () => import("@aiecs/postgres"),
  );
  return openPostgresStore({ url, logger });
}

/** There is no task database yet. */
export class NoDatabaseError extends InputError {
  constructor(database: string) {
    super(`There are no tasks: ${database} does not exist`, {
      hint: "aiecs run <plan> --task-id <id> makes it; --database names another",
    });
  }
}
