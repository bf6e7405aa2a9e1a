import { ValidationError } from "@aiecs/core/toolkit";
import type { DuckDBAppender, DuckDBConnection, DuckDBResult, DuckDBValue } from "@duckdb/node-api";

/** How often a long statement tells how far it is. */
const progressMs = 200;

export type Row = readonly DuckDBValue[];

/** Something that stands for a table of the database; the table lasts as long as it does. */
export type Relation = { readonly relation: string };

/** Gives connections. */
export interface Database {
  /** Does work on a connection of its own; an abort interrupts it. @throws E001 when the database is closed */
  session<T>(signal: AbortSignal | undefined, work: (session: Session) => Promise<T>): Promise<T>;
}

/** One operation's work on the database, on a connection of its own: an abort interrupts this work and no other. */
export class Session {
  readonly #connection: DuckDBConnection;
  readonly #signal: AbortSignal | undefined;
  readonly #held = new Set<Relation>();

  constructor(connection: DuckDBConnection, signal?: AbortSignal) {
    this.#connection = connection;
    this.#signal = signal;
  }

  /** Keeps a table from being freed while this session lasts, and tells its name in SQL. */
  use(table: Relation): string {
    this.#held.add(table);
    return table.relation;
  }

  async run(sql: string, values?: DuckDBValue[]): Promise<void> {
    await this.#attend(() => this.#connection.run(sql, values));
  }

  /** All rows of a result; for results that are small by nature. */
  async rows(sql: string, values?: DuckDBValue[]): Promise<readonly Row[]> {
    return await this.#attend(async () => (await this.#connection.run(sql, values)).getRows());
  }

  async row(sql: string, values?: DuckDBValue[]): Promise<Row> {
    return (await this.rows(sql, values))[0] ?? [];
  }

  /** A first row of counts as numbers, null as 0. */
  async counts(sql: string): Promise<readonly number[]> {
    return (await this.row(sql)).map((value) => Number(value ?? 0));
  }

  /** Does long work, telling every now and then how much of its present statement is done, 0 to 1. */
  async told<T>(tell: (fraction: number) => void, work: () => Promise<T>): Promise<T> {
    await this.run("SET enable_progress_bar = true");
    await this.run("SET enable_progress_bar_print = false");
    await this.run(`SET progress_bar_time = ${progressMs}`);
    const timer = setInterval(() => {
      const { percentage } = this.#connection.progress;
      if (percentage >= 0) tell(Math.min(percentage / 100, 1));
    }, progressMs);
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  }

  /** A result in pieces, so that a long one never holds up the main thread. */
  async stream(sql: string): Promise<DuckDBResult> {
    return await this.#attend(() => this.#connection.stream(sql));
  }

  /** Takes rows into a table faster than statements could. */
  async append(relation: string): Promise<DuckDBAppender> {
    return await this.#connection.createAppender(relation);
  }

  close(): void {
    this.#held.clear();
    this.#connection.closeSync();
  }

  async #attend<T>(work: () => Promise<T>): Promise<T> {
    const signal = this.#signal;
    signal?.throwIfAborted();
    const interrupt = (): void => this.#connection.interrupt();
    signal?.addEventListener("abort", interrupt);
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      throw explain(error);
    } finally {
      signal?.removeEventListener("abort", interrupt);
    }
  }
}

/** What the database says on running out of memory names its settings; ours go by other names. */
function explain(error: unknown): unknown {
  if (!(error instanceof Error) || !error.message.startsWith("Out of Memory")) return error;
  return new ValidationError(
    "The table does not fit into memory_limit_mb of pandas_tool: raise it, or read fewer columns or rows",
    { cause: error },
  );
}
