import { createEmbeddedQueue, type EmbeddedQueueOptions } from "#adapters/queue/embedded-queue.ts";
import { createSqliteStore } from "#adapters/store/sqlite-store.ts";
import type { TaskQueue } from "#contracts/task-queue.ts";
import type { TaskStore } from "#contracts/task-store.ts";
import { type DatabaseOptions, openDatabase } from "./database.ts";

export type SqliteOptions = DatabaseOptions & EmbeddedQueueOptions;

export type Sqlite = AsyncDisposable & {
  readonly store: TaskStore;
  readonly queue: TaskQueue;
};

/**
 * Opens a SQLite file that keeps tasks and the queue they wait in. What both are asked in one turn of the event loop is
 * one transaction, in that order. Disposing of both, or of the whole, closes the file.
 *
 * @throws E006 when the file cannot be opened or made, or is no database of tasks
 */
export async function openSqlite(options: SqliteOptions): Promise<Sqlite> {
  const database = await openDatabase(options);
  const open = new Set<AsyncDisposable>();
  /** The last one closes the file. */
  const closing = <T extends AsyncDisposable>(part: T): T => {
    open.add(part);
    const dispose = async () => {
      await part[Symbol.asyncDispose]();
      if (open.delete(part) && open.size === 0) await database[Symbol.asyncDispose]();
    };
    return { ...part, [Symbol.asyncDispose]: dispose };
  };
  const store = closing(createSqliteStore(database));
  const queue = closing(createEmbeddedQueue(database, options));
  return {
    store,
    queue,
    async [Symbol.asyncDispose]() {
      await queue[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
    },
  };
}
