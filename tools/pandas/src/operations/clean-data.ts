import type { TableInput } from "@aiecs/core/toolkit";
import type { DuckTable } from "#duckdb/duck-table.ts";
import type { Engine } from "#duckdb/engine.ts";
import type { Session } from "#duckdb/session.ts";
import { allColumns, columnSql, type Projection } from "#duckdb/sql.ts";
import { openTable, type PandasContext } from "#files/open-table.ts";
import { type FillValue, fillColumns } from "#quality/fill-columns.ts";
import { defaultThreshold, measureQuality } from "#quality/measure-quality.ts";
import { stripColumns } from "#quality/strip-columns.ts";

export type CleanDataParams = {
  readonly df: TableInput;
  /** Drops rows with a null: in any column, or in those named. */
  readonly drop_na?: boolean | string | readonly string[] | undefined;
  readonly remove_duplicates?: boolean | undefined;
  /** Changes nothing when the quality score is not below the threshold. */
  readonly if_quality_low?: boolean | undefined;
  /** @default that of the quality check that `df` comes from, else 0.9 */
  readonly threshold?: number | undefined;
  /** Put in place of nulls: one value for all columns that it fits, or one by column. */
  readonly fill_na?: FillValue | { readonly [column: string]: FillValue } | undefined;
  readonly strip_strings?: boolean | undefined;
};

/** What was changed, and why. */
export type CleaningReport = {
  readonly rows_before: number;
  readonly rows_after: number;
  /** Rows that went, by reason. */
  readonly dropped: { readonly nulls: number; readonly duplicates: number };
  /** Nulls in the columns that were looked at, after filling and before dropping. */
  readonly nulls: { readonly [column: string]: number };
  /** Values put in place of nulls, by column. */
  readonly filled: { readonly [column: string]: number };
  /** Texts that lost blanks around them, by column. */
  readonly stripped: { readonly [column: string]: number };
  /** The score that decided, when quality was to decide. */
  readonly quality_score: number | null;
  /** Why nothing was done; null when the table was cleaned. */
  readonly skipped: string | null;
};

export type CleanTable = DuckTable & { readonly report: CleaningReport };

/**
 * Cleans a table in a fixed order: strip, fill, drop nulls, remove duplicates. When none of these is asked for by name,
 * texts are stripped, rows without any value and duplicates go, and nulls stay.
 *
 * @throws E001 on an unknown column, or a fill value that does not fit its column
 */
export async function cleanData(params: CleanDataParams, context: PandasContext): Promise<CleanTable> {
  const table = await openTable(params.df, context);
  const engine = context.instance;
  return await engine.session(context.signal, async (session) => {
    const score = params.if_quality_low === true ? (await measureQuality(session, table)).score : null;
    const threshold = params.threshold ?? thresholdOf(params.df) ?? defaultThreshold;
    if (score !== null && score >= threshold) {
      const skipped = `the quality score ${score} is not below ${threshold}`;
      return table.with({ report: { ...emptyReport(table, score), skipped } });
    }
    return await clean(engine, session, table, params, score);
  });
}

async function clean(
  engine: Engine,
  session: Session,
  table: DuckTable,
  params: CleanDataParams,
  score: number | null,
): Promise<CleanTable> {
  const source = session.use(table);
  const plan = planCleaning(table, params);
  const edited = `(SELECT rowid AS id, ${plan.filled.map(namedSql).join(", ")} FROM ${source})`;
  const edits = await countEdits(session, source, plan);
  const { dropped, nulls } = await countNulls(session, edited, table, plan);
  const columns = allColumns(plan.filled);
  const changed = dropped > 0 || Object.keys({ ...edits.filled, ...edits.stripped }).length > 0;
  const from = plan.unique ? firstOfEqual(edited, columns.length, plan.kept) : `FROM ${edited} WHERE ${plan.kept}`;
  const result = changed || plan.unique ? await engine.createTable(session, { columns, from }) : table;
  const duplicates = table.rows - dropped - result.rows;
  const report = { ...emptyReport(table, score), rows_after: result.rows, ...edits, nulls };
  const kept = changed || duplicates > 0 ? result : table;
  return kept.with({ report: { ...report, dropped: { nulls: dropped, duplicates } } });
}

function namedSql({ expression, type }: Projection, index: number): string {
  return `CAST(${expression} AS ${type}) AS ${columnSql(index)}`;
}

/** Equal rows as one, in the order in which the first of each stands. */
function firstOfEqual(relation: string, columns: number, where: string): string {
  const list = Array.from({ length: columns }, (_, index) => columnSql(index)).join(", ");
  return `FROM (SELECT ${list}, min(id) AS first FROM ${relation} WHERE ${where} GROUP BY ${list}) ORDER BY first`;
}

type Plan = {
  /** The columns after stripping, and after filling. */
  readonly stripped: readonly Projection[];
  readonly filled: readonly Projection[];
  /** The columns whose nulls may remove rows, and which rows then stay. */
  readonly checked: readonly number[];
  readonly kept: string;
  readonly unique: boolean;
};

function planCleaning(table: DuckTable, params: CleanDataParams): Plan {
  const { fill_na, drop_na, remove_duplicates, strip_strings } = params;
  const byDefault = [fill_na, drop_na, remove_duplicates, strip_strings].every((step) => step === undefined);
  const plain = allColumns(table.sqlColumns);
  const stripped = strip_strings === true || byDefault ? stripColumns(plain) : plain;
  const filled = fill_na === undefined ? stripped : fillColumns(stripped, fill_na, table.schema);
  const checked = byDefault ? plain.map((_, index) => index) : columnsToCheck(table, drop_na);
  const isNull = checked.map((index) => `${columnSql(index)} IS NULL`);
  const dropped = isNull.join(byDefault ? " AND " : " OR ") || "false";
  return { stripped, filled, checked, kept: `NOT (${dropped})`, unique: byDefault || remove_duplicates === true };
}

function columnsToCheck(table: DuckTable, drop: CleanDataParams["drop_na"]): readonly number[] {
  if (drop === undefined || drop === false) return [];
  return drop === true ? table.schema.map((_, index) => index) : [drop].flat().map((name) => table.indexOf(name));
}

type Edits = Pick<CleaningReport, "stripped" | "filled">;

/** How many values stripping and filling change, by column; columns without a change are left out. */
async function countEdits(session: Session, source: string, { stripped, filled }: Plan): Promise<Edits> {
  const expressions = stripped.flatMap(({ expression }, index) => {
    const filling = filled[index]?.expression ?? expression;
    return [
      expression === columnSql(index) ? "0" : `count_if(${columnSql(index)} IS DISTINCT FROM ${expression})`,
      filling === expression ? "0" : `count_if(${expression} IS NULL)`,
    ];
  });
  if (expressions.every((expression) => expression === "0")) return { stripped: {}, filled: {} };
  const counts = await session.counts(`SELECT ${expressions.join(", ")} FROM ${source}`);
  return {
    stripped: positive(stripped.map(({ name }, index) => [name, counts[index * 2] ?? 0])),
    filled: positive(stripped.map(({ name }, index) => [name, counts[index * 2 + 1] ?? 0])),
  };
}

/** How many rows nulls remove, and the nulls of the columns that were looked at. */
async function countNulls(
  session: Session,
  edited: string,
  table: DuckTable,
  { checked, kept }: Plan,
): Promise<{ readonly dropped: number; readonly nulls: CleaningReport["nulls"] }> {
  if (checked.length === 0) return { dropped: 0, nulls: {} };
  const list = checked.map((index) => `count(*) - count(${columnSql(index)})`);
  const [dropped = 0, ...counts] = await session.counts(
    `SELECT count_if(NOT (${kept})), ${list.join(", ")} FROM ${edited}`,
  );
  return { dropped, nulls: positive(checked.map((index, at) => [table.schema[index]?.name ?? "", counts[at] ?? 0])) };
}

function positive(counts: readonly (readonly [string, number])[]): { readonly [column: string]: number } {
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

function emptyReport(table: DuckTable, score: number | null): CleaningReport {
  return {
    rows_before: table.rows,
    rows_after: table.rows,
    dropped: { nulls: 0, duplicates: 0 },
    nulls: {},
    filled: {},
    stripped: {},
    quality_score: score,
    skipped: null,
  };
}

/** The threshold that an earlier quality check was made with. */
function thresholdOf(df: unknown): number | undefined {
  if (typeof df !== "object" || df === null || !("threshold" in df)) return undefined;
  return typeof df.threshold === "number" ? df.threshold : undefined;
}
