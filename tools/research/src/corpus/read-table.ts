import { type Table, type TableRecord, type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import type { Pieces } from "./split-text.ts";

const rowsAtOnce = 2000;

/** The rows of a table as passages: the values of its columns of text, with their names. */
export async function* readRows(table: Table, { signal }: Pick<ToolContext, "signal">): AsyncGenerator<Pieces, void> {
  const columns = table.schema.filter(({ type }) => type === "string" || type === "other").map(({ name }) => name);
  if (columns.length === 0) {
    throw new ValidationError("Expected a table with a column of text, received one of numbers and moments only");
  }
  for (let offset = 0; offset < table.rows; offset += rowsAtOnce) {
    signal.throwIfAborted();
    const records = await table.records({ offset, limit: rowsAtOnce, columns });
    yield rowPieces(records, columns, offset);
  }
}

function* rowPieces(records: readonly TableRecord[], columns: readonly string[], offset: number): Pieces {
  for (const [index, record] of records.entries()) {
    const texts = columns.flatMap((column) => {
      const text = textOf(record[column]);
      return text === "" ? [] : [columns.length === 1 ? text : `${column}: ${text}`];
    });
    if (texts.length === 0) continue;
    const text = texts.join("\n");
    yield { text, start: 0, end: text.length, line: null, headings: [], page: null, row: offset + index };
  }
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value.trim();
  return typeof value === "object" && value !== null ? JSON.stringify(value) : "";
}
