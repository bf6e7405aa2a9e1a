import { columnSql, textListSql, textSql } from "#duckdb/sql.ts";

/** A CSV file in UTF-8 and all that must be known to read it; nothing is left for the database to guess. */
export type CsvSource = {
  readonly path: string;
  /** The name its reader knows it by. */
  readonly file: string;
  readonly bytes: number;
  readonly delimiter: string;
  readonly skip: number;
  readonly names: readonly string[];
  readonly nulls: readonly string[];
  readonly nrows: number | undefined;
};

/** How strictly a file is read. Files that need more patience are rare and slower to read. */
export type ScanManner = {
  /** Refuses records that RFC 4180 does not know; off only where line ends are mixed. */
  readonly strict: boolean;
  /** Whether several threads may read parts of the file. */
  readonly parallel: boolean;
  /** Whether a record may be as long as the file. */
  readonly longRecords: boolean;
};

export const plainManner: ScanManner = { strict: true, parallel: true, longRecords: false };

/** What a record as long as its file needs beyond the file's size. */
const slack = 1024;

/** The `FROM` clause that reads a file with all columns as text. */
export function scanSql(source: CsvSource, manner: ScanManner, extra: readonly string[] = []): string {
  const { path, delimiter, skip, names, nulls, nrows, bytes } = source;
  const columns = names.map((_, index) => `'${columnSql(index)}': 'VARCHAR'`).join(", ");
  const options = [
    "auto_detect = false",
    "header = true",
    "compression = 'none'",
    `delim = ${textSql(delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    `skip = ${skip}`,
    `nullstr = ${textListSql(nulls)}`,
    `strict_mode = ${manner.strict}`,
    ...(manner.parallel ? [] : ["parallel = false"]),
    ...(manner.longRecords ? [`max_line_size = ${bytes + slack}`, `buffer_size = ${bytes + slack}`] : []),
    ...extra,
    `columns = {${columns}}`,
  ];
  const limit = nrows === undefined ? "" : ` LIMIT ${nrows}`;
  return `FROM read_csv(${textSql(path)}, ${options.join(", ")})${limit}`;
}

/** A more patient manner after this one failed; undefined when the file itself is at fault. */
export function morePatient(manner: ScanManner, message: string): ScanManner | undefined {
  if (message.includes("Maximum line size") && !manner.longRecords) {
    return { ...manner, longRecords: true, parallel: false };
  }
  if (message.includes("state machine reached an invalid state") && manner.strict) return { ...manner, strict: false };
  if (message.includes("parallel = false") || message.includes("parallel=false")) {
    return manner.parallel ? { ...manner, parallel: false } : undefined;
  }
  return undefined;
}
