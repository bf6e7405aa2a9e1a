import { mkdtempSync } from "node:fs";
import { rm, symlink } from "node:fs/promises";
import { tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { type Table, ValidationError } from "@aiecs/core/toolkit";
import type { DuckDBInstance } from "@duckdb/node-api";
import { DuckTable, type TableRequest } from "./duck-table.ts";
import { importTable } from "./import-table.ts";
import { type Database, Session } from "./session.ts";
import { selectSql } from "./sql.ts";

/** Settings of pandas_tool, under its name in the config file. */
export type EngineConfig = {
  /** What the database may take before it moves data to the disk. @default half of the machine's memory */
  readonly memory_limit_mb?: number | undefined;
  /** @default the machine's cores */
  readonly threads?: number | undefined;
};

export type EngineOptions = EngineConfig & {
  /** Rows that one table may have: `limits.max_rows` of the executor's config. @default 50 million */
  readonly max_rows?: number | undefined;
};

/** A DuckDB database in memory, one per executor, and the tables that steps made in it. */
export class Engine implements Database {
  readonly #instance: DuckDBInstance;
  readonly #maxRows: number;
  readonly #folder: string;
  readonly #imported = new WeakMap<Table, Promise<DuckTable>>();
  readonly #unused: FinalizationRegistry<string>;
  #count = 0;
  #dropping: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(instance: DuckDBInstance, folder: string, maxRows: number) {
    this.#instance = instance;
    this.#folder = folder;
    this.#maxRows = maxRows;
    this.#unused = new FinalizationRegistry((relation) => this.drop(relation));
  }

  async session<T>(signal: AbortSignal | undefined, work: (session: Session) => Promise<T>): Promise<T> {
    if (this.#closed)
      throw new ValidationError(
        "The table is gone: the executor or the tool that made it was closed; run the step again",
      );
    signal?.throwIfAborted();
    const session = new Session(await this.#instance.connect(), signal);
    try {
      return await work(session);
    } finally {
      session.close();
    }
  }

  /** Makes a table and its handle. The table is dropped when nobody holds the handle any more. */
  async createTable(session: Session, request: TableRequest): Promise<DuckTable> {
    const { columns, from, showAllUpTo } = request;
    const relation = this.newRelation();
    const [rows = 0] = await session.counts(`CREATE TABLE ${relation} AS ${selectSql(columns)} ${from}`);
    try {
      this.checkRows(rows);
      const table = await DuckTable.open(this, session, { relation, columns, rows, showAllUpTo });
      this.#unused.register(table, relation);
      return table;
    } catch (error) {
      this.drop(relation);
      throw error;
    }
  }

  /** A table as one of this database: itself, or a copy made once. @throws E001 when it has no columns */
  async adopt(table: Table): Promise<DuckTable> {
    if (table instanceof DuckTable && table.isIn(this)) return table;
    if (table.columns === 0) {
      throw new ValidationError("The table has no columns: expected at least one record, or a file with a header");
    }
    let copy = this.#imported.get(table);
    if (copy === undefined) {
      copy = this.session(undefined, (session) => importTable(this, session, table));
      this.#imported.set(table, copy);
      copy.catch(() => this.#imported.delete(table));
    }
    return await copy;
  }

  /** @throws E001 when a table of so many rows may not be made */
  checkRows(rows: number): void {
    if (rows <= this.#maxRows) return;
    throw new ValidationError(`The table has ${rows} rows; the config's limits.max_rows allows ${this.#maxRows}`);
  }

  newRelation(): string {
    this.#count += 1;
    return `t${this.#count}`;
  }

  /** Frees a table some time soon. */
  drop(relation: string): void {
    if (this.#closed) return;
    this.#dropping = this.#dropping
      .then(() => this.session(undefined, (session) => session.run(`DROP TABLE IF EXISTS ${relation}`)))
      .catch(() => {
        // Closing the database frees the table as well.
      });
  }

  /** A free path in the database's own folder. */
  temporaryPath(extension: string): string {
    this.#count += 1;
    return join(this.#folder, `f${this.#count}${extension}`);
  }

  /** A path that means this one file: DuckDB takes `*`, `?`, `[` and `{` in paths as patterns. */
  async literalPath(path: string, extension: string): Promise<string> {
    if (!/[*?[{]/.test(path)) return path;
    const link = this.temporaryPath(extension);
    await symlink(path, link);
    return link;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#dropping;
    this.#instance.closeSync();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/**
 * Starts a database. Text from callers stands in its SQL only as quoted literals, and files are opened only after the call's own
 * confinement let them pass; besides, it loads no extensions.
 */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  const { memory_limit_mb = defaultMemoryMb(), threads, max_rows = 50_000_000 } = options;
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const folder = mkdtempSync(join(tmpdir(), "aiecs-pandas-"));
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: `${memory_limit_mb}MiB`,
    temp_directory: join(folder, "spill"),
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
    ...(threads === undefined ? {} : { threads: String(threads) }),
  });
  const connection = await instance.connect();
  await connection.run("SET GLOBAL TimeZone = 'UTC'");
  connection.closeSync();
  return new Engine(instance, folder, max_rows);
}

function defaultMemoryMb(): number {
  const constrained = process.constrainedMemory();
  const memory = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return Math.max(256, Math.floor(memory / 2 / 1_048_576));
}
