import { type TableColumn, unknownColumn, ValidationError } from "@aiecs/core/toolkit";
import { type Projection, publicTypeOf, type SqlType, textSql } from "#duckdb/sql.ts";

/** What can stand in place of nulls. Dates are given as ISO 8601 text. */
export type FillValue = string | number | boolean;

/**
 * Columns with their nulls filled: by one value, in the columns that it fits, or by a value for each column named.
 *
 * @throws E001 when a value does not fit its column
 */
export function fillColumns(
  columns: readonly Projection[],
  fill: FillValue | { readonly [column: string]: FillValue },
  schema: readonly TableColumn[],
): readonly Projection[] {
  if (typeof fill !== "object") {
    return columns.map((column) => {
      const filling = isExactFit(fill, column.type) ? fillingOf(fill, column.type) : undefined;
      return filling === undefined ? column : filled(column, filling);
    });
  }
  for (const [name, value] of Object.entries(fill)) checkFit(name, value, columns, schema);
  return columns.map((column) => {
    const value = Object.hasOwn(fill, column.name) ? fill[column.name] : undefined;
    const filling = value === undefined ? undefined : fillingOf(value, column.type);
    return filling === undefined ? column : filled(column, filling);
  });
}

type Filling = { readonly type: SqlType; readonly sql: string };

function filled(column: Projection, { type, sql }: Filling): Projection {
  return { ...column, type, expression: `coalesce(${column.expression}, ${sql})` };
}

/** One value for all columns goes only where it is at home: a text does not become a date. */
function isExactFit(value: FillValue, type: SqlType): boolean {
  if (typeof value === "string") return type === "VARCHAR";
  return typeof value === "boolean" ? type === "BOOLEAN" : true;
}

const isoMoment = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})?)?$/;

function fillingOf(value: FillValue, type: SqlType): Filling | undefined {
  switch (type) {
    case "VARCHAR":
      return typeof value === "string" ? { type, sql: textSql(value) } : undefined;
    case "BOOLEAN":
      return typeof value === "boolean" ? { type, sql: String(value) } : undefined;
    case "BIGINT":
    case "HUGEINT":
      if (typeof value !== "number") return undefined;
      return { type: Number.isSafeInteger(value) ? type : "DOUBLE", sql: String(value) };
    case "DOUBLE":
      return typeof value === "number" ? { type, sql: `CAST(${value} AS DOUBLE)` } : undefined;
    case "JSON":
      return undefined;
    default:
      if (typeof value !== "string" || !isoMoment.test(value) || Number.isNaN(Date.parse(value))) return undefined;
      return { type, sql: `CAST(${textSql(value)} AS ${type})` };
  }
}

function checkFit(
  name: string,
  value: FillValue,
  columns: readonly Projection[],
  schema: readonly TableColumn[],
): void {
  const column = columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw unknownColumn(name, schema);
  if (fillingOf(value, column.type) !== undefined) return;
  throw new ValidationError(
    `fill_na.${name}: ${JSON.stringify(value)} does not fit a column of type ${publicTypeOf(column.type)}`,
  );
}
