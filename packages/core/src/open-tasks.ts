import { systemClock } from "#adapters/clock.ts";
import { createDefaultLogger } from "#adapters/default-logger.ts";
import type { SqliteOptions } from "#adapters/sqlite/open-sqlite.ts";
import type { Clock } from "#contracts/clock.ts";
import type { EventRelay } from "#contracts/event-relay.ts";
import type { Logger } from "#contracts/logger.ts";
import type { TaskConfig } from "#contracts/task-config.ts";
import type { TaskQueue } from "#contracts/task-queue.ts";
import type { TaskStore } from "#contracts/task-store.ts";
import type { TaskService } from "#tasks/service.ts";
import { resolveTaskConfig } from "#tasks/task-config.ts";
import type { TaskExecutor } from "#tasks/task-executor.ts";

export type OpenTasksOptions = {
  /** Runs the tasks; stays the caller's to close, after the service. */
  readonly executor: TaskExecutor;
  /** The SQLite file, made where it is missing; ":memory:" keeps nothing. Wins over the config's. @default ".aiecs/tasks.db" */
  readonly database?: string;
  /** Keeps the tasks in place of that file; closed with the service. */
  readonly store?: TaskStore;
  /** Says whose turn it is; closed with the service. @default in that file; beside another store, in the memory of this process */
  readonly queue?: TaskQueue;
  /** Brings events of other processes sooner than the store does; closed with the service. @default none */
  readonly relay?: EventRelay | undefined;
  readonly config?: Partial<TaskConfig>;
  /** @default errors of the runtime itself, as JSON lines on standard error */
  readonly logger?: Logger;
  readonly clock?: Clock;
  /** @default random UUIDs */
  readonly createId?: () => string;
};

/**
 * Opens durable tasks. Without other parts nothing needs to be installed: they are kept in an SQLite file, which several
 * processes may use at once.
 *
 * @throws E001 when the config is wrong, E006 when the file cannot be opened
 * @example
 * await using service = await openTasks({ executor });
 * service.start();
 * const { id } = await service.forUser(undefined).submitTask(plan);
 */
export async function openTasks(options: OpenTasksOptions): Promise<TaskService> {
  const { executor, database, relay, logger = createDefaultLogger(), clock = systemClock, createId } = options;
  const config = resolveTaskConfig({ ...options.config, ...(database !== undefined && { database }) });
  // Loaded here: whoever runs no durable tasks should not wait for them.
  const { createTaskService } = await import("#tasks/service.ts");
  const parts = await openParts(options, { path: config.database, sync: config.sync, clock, logger });
  return createTaskService({ executor, ...parts, relay, clock, logger, config, ...(createId && { createId }) });
}

type Parts = { readonly store: TaskStore; readonly queue: TaskQueue; readonly sharesCommits?: boolean };

/** What is not given is kept in an SQLite file: in that of the tasks, or in none but memory. */
async function openParts({ store, queue }: Partial<Parts>, options: SqliteOptions): Promise<Parts> {
  if (store && queue) return { store, queue };
  const { openSqlite } = await import("#adapters/sqlite/open-sqlite.ts");
  const embedded = await openSqlite(store ? { ...options, path: ":memory:" } : options);
  // What was given takes the place of a part, which is let go.
  if (store) await embedded.store[Symbol.asyncDispose]();
  if (queue) await embedded.queue[Symbol.asyncDispose]();
  const parts = { store: store ?? embedded.store, queue: queue ?? embedded.queue };
  return { ...parts, sharesCommits: store === undefined && queue === undefined };
}
