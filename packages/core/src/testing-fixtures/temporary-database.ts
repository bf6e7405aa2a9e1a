import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDefaultLogger } from "#adapters/default-logger.ts";
import { openSqlite, type Sqlite, type SqliteOptions } from "#adapters/sqlite/open-sqlite.ts";

export type TemporaryDatabase = AsyncDisposable & {
  readonly folder: string;
  readonly path: string;
  open(options?: Partial<SqliteOptions>): Promise<Sqlite>;
};

/** A place for a database file, which any number may be opened on. Disposing of it closes them and removes all. */
export function createTemporaryDatabase(): TemporaryDatabase {
  const folder = mkdtempSync(join(tmpdir(), "aiecs-tasks-"));
  const path = join(folder, "tasks.db");
  const opened: Sqlite[] = [];
  return {
    folder,
    path,
    async open(options = {}) {
      const logger = createDefaultLogger({ level: "silent" });
      const sqlite = await openSqlite({ path, sync: "normal", logger, ...options });
      opened.push(sqlite);
      return sqlite;
    },
    async [Symbol.asyncDispose]() {
      for (const sqlite of opened) await sqlite[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
