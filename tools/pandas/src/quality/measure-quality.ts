import type { ColumnType } from "@aiecs/core/toolkit";
import type { DuckTable } from "#duckdb/duck-table.ts";
import type { Session } from "#duckdb/session.ts";
import { columnSql, isNumeric, publicTypeOf, type SqlColumn, trimSql } from "#duckdb/sql.ts";

export type ColumnQuality = {
  readonly type: ColumnType;
  readonly missing: number;
  /** Texts of nothing but blanks. */
  readonly blank: number;
  /** Numbers further than three interquartile ranges from the middle half. */
  readonly outliers: number;
  /** Texts that are not what most texts of the column are: numbers, dates or truth values. */
  readonly type_conflicts: number;
};

export type Quality = {
  /** The mean of the four ratios below. */
  readonly score: number;
  /** Share of cells that hold a value. */
  readonly completeness: number;
  /** Share of rows that differ from all rows before. */
  readonly uniqueness: number;
  /** Share of values that are of the kind of their column. */
  readonly type_consistency: number;
  /** Share of values that are neither blank nor outliers. */
  readonly validity: number;
  readonly rows: number;
  readonly missing: number;
  readonly duplicates: number;
  readonly outliers: number;
  readonly type_conflicts: number;
  readonly columns: { readonly [column: string]: ColumnQuality };
};

/** The score below which quality counts as low. */
export const defaultThreshold = 0.9;

/** Measures a table's quality. An empty table has nothing wrong with it. */
export async function measureQuality(session: Session, table: DuckTable): Promise<Quality> {
  const relation = session.use(table);
  const fences = await findFences(session, relation, table.sqlColumns);
  const measured = await measureColumns(session, relation, table.sqlColumns, fences);
  const list = table.sqlColumns.map((_, index) => columnSql(index)).join(", ");
  const [distinct = 0] = await session.counts(`SELECT count(*) FROM (SELECT DISTINCT ${list} FROM ${relation})`);
  const duplicates = table.rows - distinct;
  const all = Object.values(measured);
  const missing = total(all, "missing");
  const outliers = total(all, "outliers");
  const conflicts = total(all, "type_conflicts");
  const cells = table.rows * table.columns;
  const values = cells - missing;
  const ratios = {
    completeness: share(values, cells),
    uniqueness: share(table.rows - duplicates, table.rows),
    type_consistency: share(values - conflicts, values),
    validity: share(values - outliers - total(all, "blank"), values),
  };
  const score = round(Object.values(ratios).reduce((sum, ratio) => sum + ratio, 0) / 4);
  return {
    score,
    ...ratios,
    rows: table.rows,
    missing,
    duplicates,
    outliers,
    type_conflicts: conflicts,
    columns: measured,
  };
}

type Fence = { readonly low: number; readonly high: number };

/** How many interquartile ranges beyond the quartiles a number may lie. */
const reach = 3;

async function findFences(
  session: Session,
  relation: string,
  columns: readonly SqlColumn[],
): Promise<ReadonlyMap<number, Fence>> {
  const numeric = columns.flatMap(({ type }, index) => (isNumeric(type) ? [index] : []));
  if (numeric.length === 0) return new Map();
  const quartiles = numeric.flatMap((index) =>
    [0.25, 0.75].map((share) => `quantile_cont(CAST(${columnSql(index)} AS DOUBLE), ${share})`),
  );
  const found = await session.row(`SELECT ${quartiles.join(", ")} FROM ${relation}`);
  const fences = new Map<number, Fence>();
  for (const [at, index] of numeric.entries()) {
    const [low, high] = [found[at * 2], found[at * 2 + 1]];
    if (typeof low !== "number" || typeof high !== "number" || low === high) continue;
    fences.set(index, { low: low - reach * (high - low), high: high + reach * (high - low) });
  }
  return fences;
}

const perColumn = 6;

async function measureColumns(
  session: Session,
  relation: string,
  columns: readonly SqlColumn[],
  fences: ReadonlyMap<number, Fence>,
): Promise<{ readonly [column: string]: ColumnQuality }> {
  const expressions = columns.flatMap(({ type }, index) => {
    const name = columnSql(index);
    const fence = fences.get(index);
    const outliers = fence === undefined ? "0" : `count_if(${name} < ${fence.low} OR ${name} > ${fence.high})`;
    const kinds = type === "VARCHAR" ? kindCounts(trimSql(name)) : ["0", "0", "0", "0"];
    return [`count(*) - count(${name})`, outliers, ...kinds];
  });
  const counts = await session.counts(`SELECT ${expressions.join(", ")} FROM ${relation}`);
  const [rows = 0] = await session.counts(`SELECT count(*) FROM ${relation}`);
  return Object.fromEntries(
    columns.map(({ name, type }, index) => {
      const [missing = 0, outliers = 0, blank = 0, ...kinds] = counts.slice(index * perColumn, (index + 1) * perColumn);
      const texts = rows - missing - blank;
      const main = Math.max(...kinds);
      const conflicts = type === "VARCHAR" && main * 2 > texts ? texts - main : 0;
      return [name, { type: publicTypeOf(type), missing, blank, outliers, type_conflicts: conflicts }];
    }),
  );
}

/** How many texts are blank, numbers, dates, truth values. */
function kindCounts(text: string): readonly string[] {
  return [
    `count_if(${text} = '')`,
    `count(TRY_CAST(${text} AS DOUBLE))`,
    `count_if(regexp_matches(${text}, '^[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}([T ][0-9:.]+(Z|[+-][0-9:]+)?)?$'))`,
    `count_if(lower(${text}) IN ('true', 'false', 'yes', 'no'))`,
  ];
}

function total(columns: readonly ColumnQuality[], key: "missing" | "blank" | "outliers" | "type_conflicts"): number {
  return columns.reduce((sum, column) => sum + column[key], 0);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 1 : round(part / whole);
}

function round(ratio: number): number {
  return Number(ratio.toFixed(6));
}
