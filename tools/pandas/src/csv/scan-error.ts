import type { ValidationError } from "@aiecs/core/toolkit";
import type { Session } from "#duckdb/session.ts";
import { csvError } from "./csv-error.ts";
import { lineOfByte } from "./locate.ts";
import { type CsvSource, type ScanManner, scanSql } from "./scan.ts";

/** Whether the database stumbled over bytes that are not UTF-8. */
export function isEncodingError(message: string): boolean {
  return message.includes("Invalid unicode") || message.includes("is not utf-8 encoded");
}

/** Whether the database stumbled over the shape of the file. */
export function isScanError(message: string): boolean {
  return message.includes("CSV Error on Line") || message.includes("state machine reached an invalid state");
}

/**
 * What is wrong with a file, with line and column. The database counts records, not lines, so the file is read once
 * more in order to learn at which byte the first bad record begins.
 */
export async function explainScanError(
  session: Session,
  source: CsvSource,
  manner: ScanManner,
  cause: unknown,
): Promise<ValidationError> {
  const rejected = await findRejected(session, source, manner);
  if (rejected === undefined) {
    const detail = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
    return csvError(source.file, detail, { cause });
  }
  const line = await lineOfByte(source.path, rejected.offset);
  const details = { line, column: rejected.column };
  return csvError(source.file, `line ${line} ${describe(rejected, source)}`, { cause, details });
}

type Rejected = { readonly offset: number; readonly column: number; readonly reason: string; readonly text: string };

async function findRejected(session: Session, source: CsvSource, manner: ScanManner): Promise<Rejected | undefined> {
  const scan = scanSql({ ...source, nrows: undefined }, manner, ["store_rejects = true", "rejects_limit = 0"]);
  try {
    await session.run(`SELECT count(COLUMNS(*)) ${scan}`);
  } catch (error) {
    if (error instanceof Error && isScanError(error.message)) return undefined;
    throw error;
  }
  const [offset, column, reason, text] = await session.row(
    `SELECT line_byte_position, column_idx, error_type, error_message FROM reject_errors
     ORDER BY line_byte_position LIMIT 1`,
  );
  if (offset === undefined || offset === null) return undefined;
  return { offset: Number(offset) - 1, column: Number(column), reason: String(reason), text: String(text) };
}

function describe({ reason, text, column }: Rejected, { names }: CsvSource): string {
  const [, expected, found] = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(text) ?? [];
  if (expected !== undefined && found !== undefined) {
    const columns = names.length <= 20 ? ` (${names.join(", ")})` : "";
    const fields = `has ${found} ${found === "1" ? "field" : "fields"}, expected ${expected}${columns}`;
    const missing = names[Number(found)];
    return missing === undefined
      ? `${fields}: field ${Number(expected) + 1} has no column`
      : `${fields}: ${missing} is missing`;
  }
  const name = names[column - 1];
  const place = name === undefined ? `column ${column}` : `column ${column} (${name})`;
  if (reason === "UNQUOTED VALUE")
    return `${place}: a quoted value does not end with a quote; quotes within it are doubled`;
  return `${place}: ${text}`;
}
