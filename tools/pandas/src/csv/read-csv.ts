import { rm } from "node:fs/promises";
import { unknownColumn } from "@aiecs/core/toolkit";
import type { DuckTable } from "#duckdb/duck-table.ts";
import type { Engine } from "#duckdb/engine.ts";
import type { Dtype } from "#schemas/words.ts";
import { type ColumnPlan, planColumns } from "./column-plan.ts";
import { fallbackEncoding } from "./encoding.ts";
import type { ReadNote } from "./header.ts";
import { type Inspection, inspectCsv } from "./inspect.ts";
import { loadCsv } from "./load-csv.ts";
import type { CsvSource } from "./scan.ts";
import { isEncodingError } from "./scan-error.ts";
import { transcode, undecodable } from "./transcode.ts";

/** A byte of another encoding takes at most so many in UTF-8. */
const maxGrowth = 3;

export type CsvOptions = {
  /** A WHATWG encoding label. @default found in the file */
  readonly encoding?: string | undefined;
  /** @default found in the file */
  readonly delimiter?: string | undefined;
  /** Records to read at most. */
  readonly nrows?: number | undefined;
  /** The columns to read, in this order. @default all */
  readonly columns?: readonly string[] | undefined;
  readonly dtypes?: { readonly [column: string]: Dtype } | undefined;
  /** What counts as null. @default [""] */
  readonly null_values?: readonly string[] | undefined;
};

/** How a file was read. */
export type CsvReport = { readonly encoding: string; readonly delimiter: string; readonly notes: readonly ReadNote[] };

export type CsvRequest = {
  readonly engine: Engine;
  /** A path that may be read, and the name the caller gave it. */
  readonly path: string;
  readonly file: string;
  readonly options: CsvOptions;
  readonly signal: AbortSignal;
  progress(fraction: number): void;
};

/** Reads a CSV file into a table of the database. @throws E001 naming line and column of what is wrong with the file */
export async function readCsv(request: CsvRequest): Promise<DuckTable & { readonly report: CsvReport }> {
  const { path, file, options } = request;
  const { encoding, delimiter } = options;
  const inspection = await inspectCsv(path, { file, encoding, delimiter });
  try {
    return await readInspected(inspection, request);
  } catch (error) {
    if (!(error instanceof Error) || !isEncodingError(error.message)) throw error;
    const { label, guessed } = inspection.encoding;
    if (!guessed) throw await undecodable({ path, file, encoding: label });
    return await readInspected(await inspectCsv(path, { file, encoding: fallbackEncoding, delimiter }), request);
  }
}

async function readInspected(
  inspection: Inspection,
  request: CsvRequest,
): Promise<DuckTable & { readonly report: CsvReport }> {
  const { engine, path, file, options, signal } = request;
  const encoding = inspection.encoding.label;
  const recoded = encoding === "utf-8" ? undefined : engine.temporaryPath(".csv");
  try {
    if (recoded !== undefined) await transcode({ path, file, encoding }, recoded, signal);
    const { delimiter, skip, names, bytes } = inspection;
    const source: CsvSource = {
      path: recoded ?? (await engine.literalPath(path, ".csv")),
      file,
      bytes: recoded === undefined ? bytes : bytes * maxGrowth,
      delimiter,
      skip,
      names,
      nulls: options.null_values ?? [""],
      nrows: options.nrows,
    };
    const plans = choosePlans(inspection, options);
    const { table, notes } = await engine.session(signal, (session) =>
      loadCsv({ engine, session, source, plans, progress: request.progress }),
    );
    return table.with({ report: { encoding, delimiter, notes: [...inspection.notes, ...notes] } });
  } finally {
    if (recoded !== undefined) await rm(recoded, { force: true });
  }
}

function choosePlans(inspection: Inspection, options: CsvOptions): readonly ColumnPlan[] {
  const { names, sample } = inspection;
  const { dtypes = {}, columns = names, nrows, null_values = [""] } = options;
  const unknown = [...columns, ...Object.keys(dtypes)].find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw unknownColumn(
      unknown,
      names.map((name) => ({ name, type: "string" })),
    );
  }
  const plans = planColumns({ names, sample: sample.slice(0, nrows), nulls: new Set(null_values), dtypes });
  return columns.flatMap((name) => plans.filter((plan) => plan.name === name));
}
