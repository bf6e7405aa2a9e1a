import type { Clock } from "#contracts/clock.ts";
import type { Logger } from "#contracts/logger.ts";
import type { TaskConfig } from "#contracts/task-config.ts";
import type { TaskQueue } from "#contracts/task-queue.ts";
import type { RunnerId, TaskStore } from "#contracts/task-store.ts";
import type { Admission } from "./admission.ts";
import type { EventFeed } from "./event-feed.ts";
import type { TaskExecutor } from "./task-executor.ts";

/** What all of the service works with. */
export type TaskParts = {
  readonly executor: TaskExecutor;
  readonly store: TaskStore;
  readonly queue: TaskQueue;
  /** Whether what store and queue are asked in one turn of the event loop is one commit, in that order. */
  readonly sharesCommits: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly config: TaskConfig;
  readonly createId: () => string;
  /** The name under which this service holds tasks. */
  readonly runner: RunnerId;
  readonly feed: EventFeed;
  readonly admission: Admission;
};
