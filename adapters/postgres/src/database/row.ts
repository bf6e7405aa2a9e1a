import { DatabaseError } from "@aiecs/core/contracts";

/** A row as PostgreSQL gives it. */
export type Row = { readonly [column: string]: unknown };

export function textOf(row: Row, column: string): string {
  const value = row[column];
  return typeof value === "string" ? value : unexpected(row, column, "a text");
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : textOf(row, column);
}

export function numberOf(row: Row, column: string): number {
  const value = row[column];
  return typeof value === "number" ? value : unexpected(row, column, "a number");
}

export function numberOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : numberOf(row, column);
}

export function flagOf(row: Row, column: string): boolean {
  const value = row[column];
  return typeof value === "boolean" ? value : unexpected(row, column, "true or false");
}

export function numbersOf(row: Row, column: string): readonly number[] {
  const value = row[column];
  return Array.isArray(value) ? value.map(Number) : unexpected(row, column, "numbers");
}

function unexpected(row: Row, column: string, wanted: string): never {
  const found = row[column] === null ? "null" : typeof row[column];
  throw new DatabaseError(`The task database is damaged: column ${column} should hold ${wanted}, and holds ${found}`);
}
