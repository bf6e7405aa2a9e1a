import type { Database } from "#adapters/sqlite/database.ts";
import type { TaskStore } from "#contracts/task-store.ts";
import { createChanging } from "./changing.ts";
import { createKeeping } from "./keeping.ts";
import { createLeases } from "./leases.ts";
import { createLogReading } from "./log-reading.ts";
import { createRunWriting } from "./run-writing.ts";
import { createSchedules } from "./schedules.ts";
import { createUpkeep } from "./upkeep.ts";

/** Keeps tasks in a SQLite file, which several processes of one machine may use. Disposing of it leaves the file open. */
export function createSqliteStore(database: Database): TaskStore {
  const { write, ...runs } = createRunWriting(database);
  const { record, ...keeping } = createKeeping(database, runs);
  const watching = new Set<() => void>();
  const answer = database.prepare("SELECT 1 FROM tasks WHERE no = 1");
  return {
    ...keeping,
    ...createLogReading(database),
    ...createLeases(database, record),
    write,
    ...createChanging(database, record),
    ...createUpkeep(database),
    ...createSchedules(database),
    watch(listener) {
      const stop = database.watch(listener);
      watching.add(stop);
      return () => {
        watching.delete(stop);
        stop();
      };
    },
    check: () => database.read(() => void answer.get()),
    async [Symbol.asyncDispose]() {
      for (const stop of watching) stop();
      watching.clear();
    },
  };
}
