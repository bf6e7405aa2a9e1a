import type { ColumnValues, TableRecord } from "@aiecs/core/toolkit";
import type { Session } from "./session.ts";
import { columnSql, isMoment, isNumeric, type SqlColumn } from "./sql.ts";
import { toRecordValue } from "./values.ts";

export type IndexedColumn = SqlColumn & { readonly index: number };

/** The rows from `start` to before `end` as frozen records. */
export async function readRecords(
  session: Session,
  relation: string,
  columns: readonly IndexedColumn[],
  start: number,
  end: number,
): Promise<TableRecord[]> {
  const list = columns.map(({ index }) => columnSql(index)).join(", ");
  if (list === "" || start >= end) return [];
  const result = await session.stream(`SELECT ${list} FROM ${relation} WHERE rowid >= ${start} AND rowid < ${end}`);
  const records: TableRecord[] = [];
  for await (const chunk of result) {
    for (const row of chunk.getRows()) {
      const entries = columns.map(({ name, type }, at): [string, unknown] => [name, toRecordValue(row[at], type)]);
      records.push(Object.freeze(Object.fromEntries(entries)));
    }
  }
  return records;
}

/** One column: numbers and moments (milliseconds since 1970) as doubles with NaN for null, all else as it is. */
export async function readColumn(
  session: Session,
  relation: string,
  column: IndexedColumn,
  rows: number,
): Promise<ColumnValues> {
  const result = await session.stream(`SELECT ${expressionOf(column)} FROM ${relation}`);
  if (!isNumeric(column.type) && !isMoment(column.type)) {
    const values: (string | boolean | null)[] = [];
    for await (const chunk of result) {
      for (const value of chunk.getColumnValues(0)) {
        values.push(typeof value === "string" || typeof value === "boolean" ? value : null);
      }
    }
    return values;
  }
  const values = new Float64Array(rows);
  let row = 0;
  for await (const chunk of result) {
    for (const value of chunk.getColumnValues(0)) {
      values[row] = Number(value);
      row += 1;
    }
  }
  return values;
}

function expressionOf({ index, type }: IndexedColumn): string {
  const name = columnSql(index);
  if (isNumeric(type)) return `coalesce(CAST(${name} AS DOUBLE), 'NaN')`;
  if (isMoment(type)) return `coalesce(epoch_us(CAST(${name} AS TIMESTAMP)) / 1000, 'NaN')`;
  return name;
}
