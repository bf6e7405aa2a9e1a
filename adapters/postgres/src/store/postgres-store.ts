import type { TaskStore } from "@aiecs/core";
import { type DatabaseOptions, openDatabase } from "#database/database.ts";
import { createChanging } from "./changing.ts";
import { createKeeping } from "./keeping.ts";
import { createLeases } from "./leases.ts";
import { createListing } from "./listing.ts";
import { createLogReading } from "./log-reading.ts";
import { createRunWriting } from "./run-writing.ts";
import { createSchedules } from "./schedules.ts";
import { createUpkeep } from "./upkeep.ts";

const answer = { name: "check", text: "SELECT 1 FROM tasks WHERE key = ''" };

/**
 * Opens a store of tasks in PostgreSQL, which processes of any number of machines may share. Tables are made where they
 * are missing. What may pass, as a server that starts again, is waited out for about ten seconds.
 *
 * @throws E006 when the database cannot be opened, saying what to do; E001 when the schema's name is none
 * @example
 * await using store = await openPostgresStore({ url: "postgres://aiecs:secret@db.internal:5432/aiecs" });
 */
export async function openPostgresStore(options: DatabaseOptions): Promise<TaskStore> {
  const database = await openDatabase(options);
  const { flushed: inserted, ...keeping } = createKeeping(database);
  const { flushed: written, ...writing } = createRunWriting(database);
  return {
    ...keeping,
    ...createListing(database),
    ...createLogReading(database),
    ...createLeases(database),
    ...writing,
    ...createChanging(database),
    ...createUpkeep(database),
    ...createSchedules(database),
    watch: (listener) => database.watch(listener),
    check: () => database.check(answer),
    async [Symbol.asyncDispose]() {
      await Promise.all([inserted(), written()]);
      await database[Symbol.asyncDispose]();
    },
  };
}
