import type { TaskQueue } from "#contracts/task-queue.ts";
import type { TaskStore } from "#contracts/task-store.ts";

/** An empty database, which any number of stores can be opened on. Disposing of it closes them. */
export type TaskStoreDatabase = AsyncDisposable & { open(): Promise<TaskStore> };

export type CreateTaskStoreDatabase = () => Promise<TaskStoreDatabase>;

/** A service without items, which any number of queues can be opened on, as several processes would. Disposing of it closes them. */
export type TaskQueueDatabase = AsyncDisposable & { open(): Promise<TaskQueue> };

export type CreateTaskQueueDatabase = () => Promise<TaskQueueDatabase>;
