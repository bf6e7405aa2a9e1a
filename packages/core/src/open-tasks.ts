import { systemClock } from "#adapters/clock.ts";
import { createDefaultLogger } from "#adapters/default-logger.ts";
import type { Clock } from "#contracts/clock.ts";
import type { Logger } from "#contracts/logger.ts";
import type { TaskConfig } from "#contracts/task-config.ts";
import type { TaskService } from "#tasks/service.ts";
import { resolveTaskConfig } from "#tasks/task-config.ts";
import type { TaskExecutor } from "#tasks/task-executor.ts";

export type OpenTasksOptions = {
  /** Runs the tasks; stays the caller's to close, after the service. */
  readonly executor: TaskExecutor;
  /** The SQLite file, made where it is missing; ":memory:" keeps nothing. Wins over the config's. @default ".aiecs/tasks.db" */
  readonly database?: string;
  readonly config?: Partial<TaskConfig>;
  /** @default errors of the runtime itself, as JSON lines on standard error */
  readonly logger?: Logger;
  readonly clock?: Clock;
  /** @default random UUIDs */
  readonly createId?: () => string;
};

/**
 * Opens durable tasks that need nothing installed: kept in an SQLite file, which several processes may use at once.
 *
 * @throws E001 when the config is wrong, E006 when the file cannot be opened
 * @example
 * await using service = await openTasks({ executor });
 * service.start();
 * const { id } = await service.forUser(undefined).submitTask(plan);
 */
export async function openTasks(options: OpenTasksOptions): Promise<TaskService> {
  const { executor, database, logger = createDefaultLogger(), clock = systemClock, createId } = options;
  const config = resolveTaskConfig({ ...options.config, ...(database !== undefined && { database }) });
  // Loaded here: whoever runs no durable tasks should not wait for them.
  const [{ openSqlite }, { createTaskService }] = await Promise.all([
    import("#adapters/sqlite/open-sqlite.ts"),
    import("#tasks/service.ts"),
  ]);
  const { store, queue } = await openSqlite({ path: config.database, sync: config.sync, clock, logger });
  return createTaskService({ executor, store, queue, clock, logger, config, ...(createId && { createId }) });
}
