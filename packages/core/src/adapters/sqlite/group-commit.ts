import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Clock } from "#contracts/clock.ts";
import { isBusy, toDatabaseError } from "./sqlite-errors.ts";

export type GroupCommitOptions = {
  readonly file: DatabaseSync;
  readonly path: string;
  readonly clock: Clock;
  /** Called after a commit that changed what others look at. */
  readonly onCommit: () => void;
  /** Called after changes were taken back: what was remembered of them is wrong. */
  readonly onRollback: () => void;
};

export type WriteOptions = {
  /** Nobody who watches need be told. @default false */
  readonly quiet?: boolean;
  /** Nothing else is likely to be written in this turn of the event loop: it is not waited for. @default false */
  readonly alone?: boolean;
  /** Asked just before: whether the job is one statement that changes something, which needs no transaction. @default never */
  readonly isOneChange?: () => boolean;
};

/** Changes that belong together. Doing them gives the function that reports them as done. */
type Entry = {
  readonly apply: () => () => void;
  readonly reject: (error: unknown) => void;
  readonly quiet: boolean;
  readonly isOneChange: (() => boolean) | undefined;
};

/** How long a lock of another process is waited for. */
const patienceMs = 30_000;
const longestPauseMs = 25;

/**
 * Puts what is written in one turn of the event loop into one transaction, in order: with many tasks side by side a
 * commit is shared. When something in it fails, each entry is tried by itself, so that it alone fails.
 */
export class GroupCommit {
  readonly #options: GroupCommitOptions;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  #entries: Entry[] = [];
  #planned = false;
  #busySinceMs: number | undefined;
  #idle: (() => void)[] = [];

  constructor(options: GroupCommitOptions) {
    this.#options = options;
    this.#begin = options.file.prepare("BEGIN IMMEDIATE");
    this.#commit = options.file.prepare("COMMIT");
  }

  /** Runs a job within a transaction; it may be run more than once. Resolves when it is durable. */
  write<T>(job: () => T, { quiet = false, alone = false, isOneChange }: WriteOptions = {}): Promise<T> {
    return new Promise((resolve, reject) => {
      const apply = () => {
        const result = job();
        return () => resolve(result);
      };
      this.#entries.push({ apply, reject, quiet, isOneChange });
      if (this.#planned) return;
      if (alone) {
        this.#flush();
        return;
      }
      this.#planned = true;
      setImmediate(this.#flush);
    });
  }

  /** Resolves when nothing waits to be written. */
  flushed(): Promise<void> {
    return new Promise((resolve) => {
      this.#idle.push(resolve);
      if (!this.#planned) this.#tellIdle();
    });
  }

  readonly #flush = (): void => {
    this.#planned = false;
    const entries = this.#entries;
    this.#entries = [];
    const problem = this.#transact(entries);
    if (problem !== undefined) {
      if (isBusy(problem)) this.#tryLater(entries, problem);
      else this.#oneByOne(entries);
    } else this.#busySinceMs = undefined;
    if (!this.#planned) this.#tellIdle();
  };

  #oneByOne(entries: readonly Entry[]): void {
    for (const [index, entry] of entries.entries()) {
      const problem = this.#transact([entry]);
      // What comes after it may build on it.
      if (isBusy(problem)) return this.#tryLater(entries.slice(index), problem);
      if (problem !== undefined) entry.reject(toDatabaseError(problem, this.#options.path));
    }
  }

  /** All of it, or nothing and what was wrong. */
  #transact(entries: readonly Entry[]): unknown {
    const { file, onCommit, onRollback } = this.#options;
    const reports: (() => void)[] = [];
    const [first] = entries;
    try {
      if (entries.length === 1 && first?.isOneChange?.()) reports.push(first.apply());
      else {
        this.#begin.run();
        for (const entry of entries) reports.push(entry.apply());
        this.#commit.run();
      }
    } catch (error) {
      // Some errors, as that of a full disk, have ended the transaction already.
      if (file.isOpen && file.isTransaction) file.exec("ROLLBACK");
      onRollback();
      return error ?? new Error("unknown");
    }
    for (const report of reports) report();
    if (entries.some(({ quiet }) => !quiet)) onCommit();
    return undefined;
  }

  #tryLater(entries: readonly Entry[], problem: unknown): void {
    const { clock, path } = this.#options;
    const nowMs = clock.monotonicMs();
    this.#busySinceMs ??= nowMs;
    if (nowMs - this.#busySinceMs > patienceMs) {
      this.#busySinceMs = undefined;
      for (const entry of entries) entry.reject(toDatabaseError(problem, path));
      return;
    }
    this.#entries = [...entries, ...this.#entries];
    if (this.#planned) return;
    this.#planned = true;
    clock.schedule(this.#flush, 1 + Math.random() * longestPauseMs);
  }

  #tellIdle(): void {
    const idle = this.#idle;
    this.#idle = [];
    for (const resolve of idle) resolve();
  }
}
