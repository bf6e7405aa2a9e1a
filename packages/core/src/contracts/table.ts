export type ColumnType = "string" | "integer" | "number" | "boolean" | "date" | "datetime" | "other";

export type TableColumn = { readonly name: string; readonly type: ColumnType };

export type TableRecord = { readonly [column: string]: unknown };

/** One column's values: numbers as doubles with NaN for null (moments as milliseconds since 1970), all else as an array with null. */
export type ColumnValues = Float64Array | readonly (string | number | boolean | null)[];

export type RecordsOptions = {
  readonly offset?: number;
  readonly limit?: number;
  readonly columns?: readonly string[];
};

/**
 * A table passed between steps by handle: immutable, shared, never turned into rows unless somebody asks.
 * `rows` and `columns` are counts. `data` holds the first records, so that `$result[0].data[3].price` works.
 * Values in records are JSON: dates are ISO 8601 text, integers beyond 2^53 are text, no NaN or Infinity (null).
 */
export interface Table {
  readonly rows: number;
  readonly columns: number;
  readonly schema: readonly TableColumn[];
  readonly data: readonly TableRecord[];
  /** Whether `data` holds fewer records than the table has. */
  readonly truncated: boolean;
  records(options?: RecordsOptions): Promise<readonly TableRecord[]>;
  /** @throws E001 naming the known columns when there is none of that name */
  column(name: string): Promise<ColumnValues>;
  /** Writes all rows to a Parquet file without making records of them; tables that are kept as records cannot. */
  toParquet?(path: string): Promise<void>;
}

/** Marks tables, so that they are told apart from look-alike data even where several copies of the package are loaded. */
export const tableMark: unique symbol = Symbol.for("aiecs.table");

export function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && tableMark in value;
}
