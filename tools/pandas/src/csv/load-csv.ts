import type { DuckTable } from "#duckdb/duck-table.ts";
import type { Engine } from "#duckdb/engine.ts";
import type { Session } from "#duckdb/session.ts";
import { columnSql, type Projection, textSql } from "#duckdb/sql.ts";
import { type ColumnPlan, settledFormat, trimmedSql } from "./column-plan.ts";
import type { ReadNote } from "./header.ts";
import { lineOfRecord } from "./locate.ts";
import { type CsvSource, morePatient, plainManner, scanSql } from "./scan.ts";
import { explainScanError, isScanError } from "./scan-error.ts";
import { settleColumns } from "./settle.ts";

export type CsvLoad = {
  readonly engine: Engine;
  readonly session: Session;
  readonly source: CsvSource;
  readonly plans: readonly ColumnPlan[];
  progress(fraction: number): void;
};

export type LoadedCsv = { readonly table: DuckTable; readonly notes: readonly ReadNote[] };

/** Files above this size tell how far their reading is. */
const longBytes = 8 * 1024 * 1024;

const misfitMark = "a value is not written in the format of its column";

/** Reads a file at once as the sample says; where that leaves a doubt or proves wrong, all values of the file decide. */
export async function loadCsv(load: CsvLoad): Promise<LoadedCsv> {
  if (load.source.bytes < longBytes) return await loadSilently(load);
  load.progress(0);
  const loaded = await load.session.told(
    (fraction) => load.progress(fraction),
    () => loadSilently(load),
  );
  load.progress(1);
  return loaded;
}

async function loadSilently(load: CsvLoad): Promise<LoadedCsv> {
  const { engine, session, plans, source } = load;
  const columns = plans.flatMap((plan) => readAtOnce(plan, source) ?? []);
  if (columns.length < plans.length) return await loadAsText(load);
  try {
    return { table: await scan(load, (from) => engine.createTable(session, { columns, from })), notes: [] };
  } catch (error) {
    if (error instanceof Error && error.message.includes(misfitMark)) return await loadAsText(load);
    throw error;
  }
}

async function loadAsText(load: CsvLoad): Promise<LoadedCsv> {
  const { engine, session, source, plans } = load;
  const relation = engine.newRelation();
  const list = plans.map(({ index }) => columnSql(index)).join(", ");
  try {
    await scan(load, (from) => session.run(`CREATE TABLE ${relation} AS SELECT ${list} ${from}`));
    const lineOf = (record: number): Promise<number> =>
      lineOfRecord(source.path, { record, delimiter: source.delimiter, blankCounts: source.names.length === 1 });
    const emptyIsNull = source.nulls.includes("");
    const { columns, notes } = await settleColumns({
      session,
      relation,
      plans,
      emptyIsNull,
      file: source.file,
      lineOf,
    });
    return { table: await engine.createTable(session, { columns, from: `FROM ${relation}` }), notes };
  } finally {
    engine.drop(relation);
  }
}

/** The column as the sample says; a value that is not so ends the statement. */
function readAtOnce(plan: ColumnPlan, { nulls }: CsvSource): Projection | undefined {
  const { name, index, padded } = plan;
  const format = settledFormat(plan);
  if (format === undefined) return undefined;
  if (format === "text") return { name, type: "VARCHAR", expression: columnSql(index) };
  const text = padded ? trimmedSql(index, nulls.includes("")) : columnSql(index);
  const misfit = `CASE WHEN ${text} IS NOT NULL THEN error(${textSql(misfitMark)}) END`;
  return { name, type: format.type, expression: `coalesce(${format.value(text)}, ${misfit})` };
}

/** Reads the file in the plain manner, and in more patient ones as long as that may help. */
async function scan<T>({ session, source }: CsvLoad, read: (from: string) => Promise<T>): Promise<T> {
  for (let manner = plainManner; ; ) {
    try {
      return await read(scanSql(source, manner));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const next = morePatient(manner, error.message);
      if (next === undefined)
        throw isScanError(error.message) ? await explainScanError(session, source, manner, error) : error;
      manner = next;
    }
  }
}
