import type { ColumnType, TableColumn } from "@aiecs/core/toolkit";

/** The types that columns of our tables have within DuckDB; every other is cast to one of them on the way in. */
export type SqlType =
  | "VARCHAR"
  | "BIGINT"
  | "HUGEINT"
  | "DOUBLE"
  | "BOOLEAN"
  | "DATE"
  | "TIMESTAMP"
  | "TIMESTAMPTZ"
  | "JSON";

/** A column of a table: its name for people, and its type. Within SQL columns are named by position. */
export type SqlColumn = { readonly name: string; readonly type: SqlType };

/** A column of a new table and the expression that makes its values. */
export type Projection = SqlColumn & { readonly expression: string };

const publicTypes: { readonly [T in SqlType]: ColumnType } = {
  VARCHAR: "string",
  BIGINT: "integer",
  HUGEINT: "integer",
  DOUBLE: "number",
  BOOLEAN: "boolean",
  DATE: "date",
  TIMESTAMP: "datetime",
  TIMESTAMPTZ: "datetime",
  JSON: "other",
};

export function publicTypeOf(type: SqlType): ColumnType {
  return publicTypes[type];
}

export function toSchema(columns: readonly SqlColumn[]): readonly TableColumn[] {
  return Object.freeze(columns.map(({ name, type }) => Object.freeze({ name, type: publicTypes[type] })));
}

export function isNumeric(type: SqlType): boolean {
  return type === "BIGINT" || type === "HUGEINT" || type === "DOUBLE";
}

export function isMoment(type: SqlType): boolean {
  return type === "DATE" || type === "TIMESTAMP" || type === "TIMESTAMPTZ";
}

/** The SQL name of a column. Names from files and callers never stand in SQL: they could be anything. */
export function columnSql(index: number): string {
  return `c${index}`;
}

/** A text as an SQL literal; the parser would take a zero character for the end of the statement. */
export function textSql(text: string): string {
  const parts = text.split("\0").map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? parts.join("") : `(${parts.join(" || chr(0) || ")})`;
}

/** A name as an SQL identifier; only for files that leave with the columns' own names. */
export function nameSql(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function textListSql(texts: readonly string[]): string {
  return `[${texts.map(textSql).join(", ")}]`;
}

/** Everything that JavaScript's `trim` takes for blank. */
const blanks =
  " \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";

/** A text without the blanks around it. */
export function trimSql(expression: string): string {
  return `trim(${expression}, ${textSql(blanks)})`;
}

/** All columns of a table as they are. */
export function allColumns(columns: readonly SqlColumn[]): readonly Projection[] {
  return columns.map((column, index) => ({ ...column, expression: columnSql(index) }));
}

/** `SELECT` of a new table's columns, each cast to the type it is told to have. */
export function selectSql(projections: readonly Projection[]): string {
  const list = projections.map(
    ({ expression, type }, index) => `CAST(${expression} AS ${type}) AS ${columnSql(index)}`,
  );
  return `SELECT ${list.join(", ")}`;
}
