import type { StatementSync } from "node:sqlite";
import { systemClock } from "#adapters/clock.ts";
import { createDefaultLogger } from "#adapters/default-logger.ts";
import type { Clock } from "#contracts/clock.ts";
import { DatabaseError } from "#contracts/errors.ts";
import type { Logger } from "#contracts/logger.ts";
import { delay } from "#primitives/delay.ts";
import { ChangeWatch } from "./change-watch.ts";
import { createPresenceCheck } from "./file-presence.ts";
import { GroupCommit, type WriteOptions } from "./group-commit.ts";
import { openFile } from "./open-file.ts";
import { isBusy, toDatabaseError } from "./sqlite-errors.ts";

export type DatabaseOptions = {
  /** Made where it is not there, with its folder; ":memory:" is kept nowhere. */
  readonly path: string;
  /** What a commit survives: "full" a loss of power, "normal" a crash of the process alone. @default "full" */
  readonly sync?: "full" | "normal";
  /** @default the system's clock */
  readonly clock?: Clock;
  /** @default errors to standard error */
  readonly logger?: Logger;
};

/** An open database file. Its methods reject with a `DatabaseError` (E006) when it is in trouble. */
export interface Database extends AsyncDisposable {
  readonly clock: Clock;
  readonly logger: Logger;
  prepare(sql: string): StatementSync;
  /** Runs a job that reads. */
  read<T>(job: () => T): Promise<T>;
  /** Runs a job that writes, together with others of this turn of the event loop. It may be run more than once. */
  write<T>(job: () => T, options?: WriteOptions): Promise<T>;
  /** Calls back when what was written may have been taken back. */
  onRollback(listener: () => void): void;
  /** Calls back after changes by this or another process; the returned function ends it. */
  watch(listener: () => void): () => void;
}

const patienceMs = 30_000;
const pauseMs = 10;

/** @throws E006 when it cannot be opened, naming the file and what to do */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { path, sync = "full", clock = systemClock, logger = createDefaultLogger() } = options;
  const patiently = createPatience(path, clock);
  const file = await patiently(() => openFile({ path, sync }));
  const watch = new ChangeWatch({ clock, logger, version: file.prepare("PRAGMA data_version") });
  let forget = (): void => {};
  const onRollback = () => forget();
  const commits = new GroupCommit({ file, path, clock, onCommit: watch.tell, onRollback });
  const absence = createPresenceCheck(path, clock);
  const trouble = () => (file.isOpen ? absence() : new DatabaseError(`The task database ${path} was closed`));
  return {
    clock,
    logger,
    prepare: (sql) => file.prepare(sql),
    onRollback(listener) {
      forget = listener;
    },
    read(job) {
      const problem = trouble();
      return problem ? Promise.reject(problem) : patiently(job);
    },
    write(job, writeOptions) {
      const problem = trouble();
      return problem ? Promise.reject(problem) : commits.write(job, writeOptions);
    },
    watch: (listener) => watch.add(listener),
    async [Symbol.asyncDispose]() {
      watch.stop();
      await commits.flushed();
      if (file.isOpen) file.close();
    },
  };
}

/** Tries again while another process holds a lock, and says in words what else is wrong. */
function createPatience(path: string, clock: Clock) {
  return async <T>(job: () => T): Promise<T> => {
    for (let sinceMs: number | undefined; ; await delay(pauseMs, clock)) {
      try {
        return job();
      } catch (error) {
        const nowMs = clock.monotonicMs();
        sinceMs ??= nowMs;
        if (!isBusy(error) || nowMs - sinceMs > patienceMs) throw toDatabaseError(error, path);
      }
    }
  };
}
