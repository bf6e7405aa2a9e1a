import { ValidationError } from "#contracts/errors.ts";
import type { ColumnType, ColumnValues, RecordsOptions, Table, TableColumn, TableRecord } from "#contracts/table.ts";
import { tableMark } from "#contracts/table.ts";
import { didYouMean } from "#primitives/did-you-mean.ts";
import { fitsColumnType, inferColumnType, momentOf, type TableValue, toTableValue } from "./table-values.ts";

/** Rows as records, or whole columns of equal length. */
export type TableContent =
  | readonly TableRecord[]
  | { readonly columns: { readonly [name: string]: ArrayLike<unknown> } };

export type TableOptions = {
  /** Order and types of the columns where they are known; a type that the values contradict is inferred instead. */
  readonly schema?: readonly TableColumn[];
  /** How many records `data` shows. @default 100 */
  readonly preview?: number;
};

/** How many records a table's `data` shows. */
export const previewRows = 100;

/**
 * Makes a table of data that is in memory already. The values are copied and turned to JSON: what happens to the
 * source later does not show.
 *
 * @throws E001 when columns differ in length or hold something that JSON cannot
 */
export function createTable(content: TableContent, options: TableOptions = {}): Table {
  const types = new Map(options.schema?.map(({ name, type }) => [name, type]));
  const cells = "columns" in content ? fromColumns(content.columns) : fromRecords(content, types.keys());
  const columns = Array.from(cells, ([name, values]) => toColumn(name, values, types.get(name)));
  return new MemoryTable(columns, options.preview ?? previewRows);
}

/** One column by its name. */
export type TableCells = readonly [name: string, values: ArrayLike<unknown>];

const tableCells: unique symbol = Symbol("cells");

type Column = { readonly name: string; readonly type: ColumnType; readonly values: readonly TableValue[] };

class MemoryTable implements Table {
  readonly rows: number;
  readonly columns: number;
  readonly schema: readonly TableColumn[];
  readonly data: readonly TableRecord[];
  readonly truncated: boolean;
  readonly #columns: readonly Column[];

  constructor(columns: readonly Column[], preview: number) {
    this.#columns = columns;
    this.rows = columns[0]?.values.length ?? 0;
    this.columns = columns.length;
    this.schema = Object.freeze(columns.map(({ name, type }) => Object.freeze({ name, type })));
    this.data = Object.freeze(buildRecords(columns, 0, Math.min(preview, this.rows)));
    this.truncated = this.rows > this.data.length;
    Object.freeze(this);
  }

  get [tableMark](): true {
    return true;
  }

  async records(options: RecordsOptions = {}): Promise<readonly TableRecord[]> {
    const columns = options.columns?.map((name) => this.#find(name)) ?? this.#columns;
    const start = Math.min(Math.max(options.offset ?? 0, 0), this.rows);
    return buildRecords(columns, start, Math.min(start + Math.max(options.limit ?? this.rows, 0), this.rows));
  }

  async column(name: string): Promise<ColumnValues> {
    const { type, values } = this.#find(name);
    if (type === "integer" || type === "number") {
      return Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value)));
    }
    if (type === "date" || type === "datetime") {
      return Float64Array.from(values, (value) => (typeof value === "string" ? momentOf(value) : Number.NaN));
    }
    return values.map((value) => (typeof value === "object" && value !== null ? JSON.stringify(value) : value));
  }

  /** The values column by column, for a thread: numbers as doubles with NaN for null, which can be moved. */
  get [tableCells](): readonly TableCells[] {
    return this.#columns.map(({ name, values }) => {
      const isNumeric = values.every((value) => value === null || typeof value === "number");
      return [name, isNumeric ? Float64Array.from(values, (value) => value ?? Number.NaN) : values];
    });
  }

  /** The form that leaves the process; `artifact` would name a file that holds all rows. */
  toJSON(): object {
    const { rows, columns, schema, data, truncated } = this;
    return { rows, columns, schema, data, truncated, artifact: null };
  }

  #find(name: string): Column {
    const found = this.#columns.find((column) => column.name === name);
    if (found === undefined) throw unknownColumn(name, this.schema);
    return found;
  }
}

/** All values of a table column by column, no row made into an object where its rows are in memory already. */
export async function cellsOf(table: Table): Promise<readonly TableCells[]> {
  if (table instanceof MemoryTable) return table[tableCells];
  return cellsOf(createTable(await table.records(), { schema: table.schema }));
}

/** The table of such values. */
export function tableOfCells(cells: readonly TableCells[], options: TableOptions): Table {
  const columns: Record<string, ArrayLike<unknown>> = {};
  for (const [name, values] of cells) setOwn(columns, name, values);
  return createTable({ columns }, options);
}

/** The error of a column that a table does not have: names those it has, and the closest. */
export function unknownColumn(name: string, schema: readonly TableColumn[]): ValidationError {
  const known = schema.map((column) => column.name);
  const closest = didYouMean(name, known)[0];
  const hint = closest === undefined ? "" : `, did you mean ${JSON.stringify(closest)}?`;
  const list = known.length === 0 ? "the table has none" : `columns are ${known.join(", ")}`;
  return new ValidationError(`Unknown column ${JSON.stringify(name)}${hint} (${list})`, { details: { known } });
}

type Cells = ReadonlyMap<string, ArrayLike<unknown>>;

function fromRecords(records: readonly TableRecord[], known: Iterable<string>): Cells {
  const values = new Map<string, unknown[]>();
  const empty = (): unknown[] => new Array<unknown>(records.length).fill(null);
  for (const name of known) values.set(name, empty());
  for (const [row, record] of records.entries()) {
    for (const name of Object.keys(record)) {
      let cells = values.get(name);
      if (cells === undefined) values.set(name, (cells = empty()));
      cells[row] = record[name];
    }
  }
  return values;
}

function fromColumns(columns: { readonly [name: string]: ArrayLike<unknown> }): Cells {
  const entries = Object.entries(columns);
  const lengths = new Set(entries.map(([, values]) => values.length));
  if (lengths.size > 1) {
    const found = entries.map(([name, values]) => `${name} ${values.length}`).join(", ");
    throw new ValidationError(`Invalid table: expected columns of equal length, received ${found}`);
  }
  return new Map(entries);
}

function toColumn(name: string, cells: ArrayLike<unknown>, told: ColumnType | undefined): Column {
  const values = Array.from(cells, toTableValue);
  const likely = told ?? (hasBigInt(cells) ? "integer" : undefined);
  const type = likely !== undefined && fitsColumnType(likely, values) ? likely : inferColumnType(values);
  if (type !== "string") return { name, type, values };
  return { name, type, values: values.map(toText) };
}

function toText(value: TableValue): string | null {
  if (value === null || typeof value === "string") return value;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Integers beyond 2^53 become text, which is no reason to take their column for text. */
function hasBigInt(cells: ArrayLike<unknown>): boolean {
  for (let row = 0; row < cells.length; row++) if (typeof cells[row] === "bigint") return true;
  return false;
}

function buildRecords(columns: readonly Column[], start: number, end: number): TableRecord[] {
  const records: TableRecord[] = [];
  for (let row = start; row < end; row++) {
    const record: Record<string, unknown> = {};
    for (const { name, values } of columns) setOwn(record, name, values[row] ?? null);
    records.push(Object.freeze(record));
  }
  return records;
}

/** Assigning would not make an own property of a column named `__proto__`. */
function setOwn(record: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== "__proto__") record[name] = value;
  else Object.defineProperty(record, name, { value, enumerable: true });
}
