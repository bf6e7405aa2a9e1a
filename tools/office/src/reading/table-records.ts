import type { TableRecord } from "@aiecs/core/toolkit";
import type { DocumentTable } from "#schemas/read-document.ts";

type CellValue = string | number | boolean | null;

/** A cell as text, and as the value it has where the document says so. */
export type Cell = { readonly text: string; readonly value?: CellValue };

export type TablePlace = { readonly page: number; readonly name?: string | null };

const plainNumber = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;
/** A header stands among the first rows, below a title or remarks at most. */
const headerWithin = 20;

/**
 * A table of rows of cells. Its header is the first row if all its cells are filled, else the first row that is; without
 * any, the first row.
 */
export function createDocumentTable(
  grid: readonly (readonly Cell[])[],
  { page, name = null }: TablePlace,
): DocumentTable {
  const width = grid.reduce((widest, row) => Math.max(widest, row.length), 0);
  const rows = grid.map((row) => Array.from({ length: width }, (_, column) => row[column]?.text ?? ""));
  const header = headerRow(rows);
  const body = grid.slice(header + 1);
  const names = columnNames(rows[header] ?? []);
  const columns = names.map((_, column) => columnValues(body, column));
  const data = body.map((_, row) => toRecord(names, columns, row));
  return { page, name, rows, data };
}

function headerRow(rows: readonly (readonly string[])[]): number {
  const full = rows
    .slice(0, headerWithin)
    .findIndex((row) => row.length > 0 && row.every((cell) => cell.trim() !== ""));
  // A full row far below may be a row of values; without a row after it, it is no header.
  return full === -1 || full === rows.length - 1 ? 0 : full;
}

/** Names as in the header, made distinct; empty ones are numbered from 1. */
function columnNames(header: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return header.map((cell, column) => {
    const wanted = cell.replace(/\s+/g, " ").trim() || `column_${column + 1}`;
    let name = wanted;
    for (let number = 2; taken.has(name); number += 1) name = `${wanted}_${number}`;
    taken.add(name);
    return name;
  });
}

/** Texts become numbers only where all of a column are, so that ids with leading zeros stay as they are. */
function columnValues(body: readonly (readonly Cell[])[], column: number): readonly CellValue[] {
  const cells = body.map((row): CellValue => {
    const cell = row[column];
    if (cell === undefined || cell.text === "") return null;
    return cell.value === undefined ? cell.text : cell.value;
  });
  const areNumbers = cells.every((cell) => typeof cell !== "string" || plainNumber.test(cell.trim()));
  return areNumbers ? cells.map((cell) => (typeof cell === "string" ? Number(cell) : cell)) : cells;
}

function toRecord(names: readonly string[], columns: readonly (readonly CellValue[])[], row: number): TableRecord {
  return Object.fromEntries(names.map((name, column) => [name, columns[column]?.[row] ?? null]));
}
