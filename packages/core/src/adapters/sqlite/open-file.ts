import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DatabaseError } from "#contracts/errors.ts";
import { migrations } from "./migrations.ts";
import { numberOf, textOf } from "./row.ts";

/** Marks a file as ours: "AIEC". */
const applicationId = 0x41_49_45_43;

/** How long SQLite itself may wait for a lock. Longer waits must not hold up the event loop. */
const briefWaitMs = 5;

export type FileOptions = { readonly path: string; readonly sync: "full" | "normal" };

/**
 * Opens a database file, which is made where there is none, and brings it to this version's format. Throws what SQLite
 * throws, "busy" too: then another process is opening it just now.
 *
 * @throws E006 when it cannot be a database of tasks
 */
export function openFile({ path, sync }: FileOptions): DatabaseSync {
  if (path !== ":memory:") makeFolder(path);
  const file = new DatabaseSync(path, { timeout: briefWaitMs });
  try {
    refuseForeign(file, path);
    const { journal_mode: mode } = file.prepare("PRAGMA journal_mode = WAL").get() ?? {};
    if (mode !== "wal" && mode !== "memory") {
      throw new DatabaseError(`The task database ${path} is on a disk that cannot share memory: put it on a local one`);
    }
    file.exec(`PRAGMA synchronous = ${sync.toUpperCase()}`);
    file.exec("PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 4000");
    migrate(file, path);
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

function makeFolder(path: string): void {
  try {
    makeFolders(dirname(path));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseError(`Cannot make the folder of the task database ${path}: ${reason}`, { cause: error });
  }
}

/** As `mkdirSync` does recursively; that one never returns from file systems that take no folder, such as /proc. */
function makeFolders(folder: string): void {
  if (!existsSync(dirname(folder))) makeFolders(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

/** Asked before anything is changed in the file. */
function refuseForeign(file: DatabaseSync, path: string): void {
  if (pragma(file, "application_id") === applicationId) return;
  const table = file.prepare("SELECT name FROM sqlite_schema LIMIT 1").get();
  if (!table) return;
  throw new DatabaseError(
    `${path} is a database of something else (it holds ${textOf(table, "name")}): name another file for the tasks`,
  );
}

/** One transaction a format. Who else opens the file at the same time waits, and then finds the work done. */
function migrate(file: DatabaseSync, path: string): void {
  for (let done = false; !done; ) {
    file.exec("BEGIN IMMEDIATE");
    const format = pragma(file, "user_version");
    if (format > migrations.length) {
      throw new DatabaseError(
        `The task database ${path} was written by a newer version of AIECS (its format is ${format}, this version ` +
          `knows ${migrations.length}): use that version, or name another file`,
      );
    }
    const migration = migrations[format];
    if (migration === undefined) done = true;
    else file.exec(`${migration}; PRAGMA user_version = ${format + 1}; PRAGMA application_id = ${applicationId}`);
    file.exec("COMMIT");
  }
}

function pragma(file: DatabaseSync, name: string): number {
  return numberOf(file.prepare(`PRAGMA ${name}`).get() ?? {}, name);
}
