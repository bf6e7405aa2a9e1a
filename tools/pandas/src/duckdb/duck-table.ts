import {
  type ColumnValues,
  previewRows,
  type RecordsOptions,
  type Table,
  type TableColumn,
  type TableRecord,
  tableMark,
  unknownColumn,
} from "@aiecs/core/toolkit";
import { type IndexedColumn, readColumn, readRecords } from "./read-rows.ts";
import type { Database, Session } from "./session.ts";
import { columnSql, nameSql, type Projection, type SqlColumn, textSql, toSchema } from "./sql.ts";

export type DuckTableOptions = {
  readonly relation: string;
  readonly columns: readonly SqlColumn[];
  readonly rows: number;
  /** A table of at most so many rows shows them all in `data`. */
  readonly showAllUpTo?: number | undefined;
};

/** What a new table is made of. */
export type TableRequest = {
  readonly columns: readonly Projection[];
  /** Everything after the list of columns. */
  readonly from: string;
  /** A table of at most so many rows shows them all in `data`, a longer one the first 100. @default 100 */
  readonly showAllUpTo?: number;
};

type Parts = Omit<DuckTableOptions, "showAllUpTo"> & {
  readonly database: Database;
  readonly data: readonly TableRecord[];
  /** The handle that this one shares its rows with, kept from being collected before it. */
  readonly original?: DuckTable;
};

/** The handle of a table within the database. The rows stay there until somebody asks for them. */
export class DuckTable implements Table {
  readonly rows: number;
  readonly columns: number;
  readonly schema: readonly TableColumn[];
  readonly data: readonly TableRecord[];
  readonly truncated: boolean;
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.rows = parts.rows;
    this.columns = parts.columns.length;
    this.schema = toSchema(parts.columns);
    this.data = parts.data;
    this.truncated = parts.data.length < parts.rows;
  }

  static async open(database: Database, session: Session, options: DuckTableOptions): Promise<DuckTable> {
    const { relation, rows, showAllUpTo = previewRows } = options;
    const columns = options.columns.map(({ name, type }) => ({ name, type }));
    const data =
      rows === 0
        ? []
        : await readRecords(session, relation, indexed(columns), 0, rows > showAllUpTo ? previewRows : rows);
    const table = new DuckTable({ database, relation, columns, rows, data: Object.freeze(data) });
    Object.freeze(table);
    return table;
  }

  get [tableMark](): true {
    return true;
  }

  /** The table's name in SQL; take it through `session.use`, which keeps the table alive. */
  get relation(): string {
    return this.#parts.relation;
  }

  get sqlColumns(): readonly SqlColumn[] {
    return this.#parts.columns;
  }

  isIn(database: Database): boolean {
    return this.#parts.database === database;
  }

  /** The position of a column. @throws E001 naming the known columns when there is none of that name */
  indexOf(name: string): number {
    const index = this.#parts.columns.findIndex((column) => column.name === name);
    if (index === -1) throw unknownColumn(name, this.schema);
    return index;
  }

  async records(options: RecordsOptions = {}): Promise<readonly TableRecord[]> {
    const { offset = 0, limit = this.rows, columns } = options;
    const all = indexed(this.#parts.columns);
    const wanted = columns?.flatMap((name) => all[this.indexOf(name)] ?? []) ?? all;
    const start = Math.max(0, offset);
    const end = start + Math.max(0, limit);
    return await this.#read((session, relation) => readRecords(session, relation, wanted, start, end));
  }

  async column(name: string): Promise<ColumnValues> {
    const index = this.indexOf(name);
    const type = this.#parts.columns[index]?.type ?? "VARCHAR";
    return await this.#read((session, relation) => readColumn(session, relation, { name, type, index }, this.rows));
  }

  /** Writes all rows to a Parquet file under the columns' own names. */
  async toParquet(path: string): Promise<void> {
    const list = this.#parts.columns.map(({ name }, index) => `${columnSql(index)} AS ${nameSql(name)}`).join(", ");
    await this.#read((session, relation) =>
      session.run(`COPY (SELECT ${list} FROM ${relation}) TO ${textSql(path)} (FORMAT parquet)`),
    );
  }

  /** The same rows with properties beyond a table's own, such as a report of how it was made. */
  with<Extra extends object>(extra: Extra): DuckTable & Extra {
    const table = Object.assign(new DuckTable({ ...this.#parts, original: this }), extra);
    Object.freeze(table);
    return table;
  }

  /** The form that leaves the process; `artifact` would name a file that holds all rows. */
  toJSON(): object {
    return Object.assign({}, this, { artifact: null });
  }

  #read<T>(work: (session: Session, relation: string) => Promise<T>): Promise<T> {
    return this.#parts.database.session(undefined, (session) => work(session, session.use(this)));
  }
}

function indexed(columns: readonly SqlColumn[]): readonly IndexedColumn[] {
  return columns.map((column, index) => ({ ...column, index }));
}
