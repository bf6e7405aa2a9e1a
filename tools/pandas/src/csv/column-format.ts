import type { SqlType } from "#duckdb/sql.ts";

/** One way in which all values of a text column may be written, and the type they then have. */
export type ColumnFormat = {
  /** As people say it, in notes. */
  readonly name: string;
  readonly type: SqlType;
  /** What each value looks like; for looking at a sample. */
  readonly shape: RegExp;
  /** SQL of the value that a text stands for; null when it is not written so. */
  value(text: string): string;
  /** Set where a number may be the day or the month. */
  readonly dayFirst?: boolean;
  /** Whether some values may become null, which is worth a note. */
  readonly lossy?: boolean;
};
