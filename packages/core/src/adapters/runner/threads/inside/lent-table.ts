import type { ColumnValues, RecordsOptions, Table, TableColumn, TableRecord } from "#contracts/table.ts";
import { tableMark } from "#contracts/table.ts";
import type { TableShape } from "../messages.ts";

/** What a lent table asks the main thread for. */
export type TableSource = {
  records(options: RecordsOptions | undefined): Promise<readonly TableRecord[]>;
  column(name: string): Promise<ColumnValues>;
};

/** A table that stayed on the main thread, as an operation inside a thread sees it: none of its rows came along. */
export class LentTable implements Table {
  readonly rows: number;
  readonly columns: number;
  readonly schema: readonly TableColumn[];
  readonly data: readonly TableRecord[];
  readonly truncated: boolean;
  readonly #source: TableSource;

  constructor(shape: TableShape, source: TableSource) {
    this.rows = shape.rows;
    this.columns = shape.columns;
    this.schema = shape.schema;
    this.data = shape.data;
    this.truncated = shape.truncated;
    this.#source = source;
    Object.freeze(this);
  }

  get [tableMark](): true {
    return true;
  }

  records(options?: RecordsOptions): Promise<readonly TableRecord[]> {
    return this.#source.records(options);
  }

  column(name: string): Promise<ColumnValues> {
    return this.#source.column(name);
  }
}
