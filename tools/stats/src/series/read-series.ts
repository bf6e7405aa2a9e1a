import { type Table, type ToolContext, unknownColumn, ValidationError } from "@aiecs/core/toolkit";
import { buildSeries } from "./build-series.ts";
import { toRate } from "./counter-rate.ts";
import { isCalendar, type Series, type SeriesInput } from "./series.ts";
import { openSource, type SeriesSource } from "./series-source.ts";
import { guessSeriesColumn, type RowGroup, splitRows } from "./split-series.ts";
import { readTimes, type Times } from "./times.ts";
import { valueRank } from "./value-columns.ts";

/** Which columns to read; what is not named is recognised by name and type. */
export type SeriesWishes = {
  readonly valueColumn?: string | undefined;
  readonly timeColumn?: string | undefined;
  readonly seriesColumn?: string | readonly string[] | undefined;
  /** Names of the value column that the operation would like best, in order, in lower case. */
  readonly preferred?: readonly string[];
};

const largestValue = 1e150;

type ReadContext = Pick<ToolContext, "input" | "call">;

/** Reads the series in a `data` parameter, whatever its form. @throws E001 naming the columns there are when none fits */
export async function readSeries(data: unknown, wishes: SeriesWishes, context: ReadContext): Promise<SeriesInput> {
  const source = await openSource(data, context);
  const { table } = source;
  if (table.rows === 0) throw new ValidationError("Invalid data: expected samples, received a table without rows");
  checkNames(table, wishes);
  const times = await readTimes(table, wishes.timeColumn ?? source.timeColumn);
  const seriesColumns = await chooseSeriesColumns(source, wishes, times);
  const valueColumn =
    wishes.valueColumn ?? source.valueColumn ?? chooseValueColumn(table, wishes, [times?.column, ...seriesColumns]);
  const values = await numbersOf(table, valueColumn);
  const groups = await splitRows(table, seriesColumns);
  const counting = await countersAmong(groups, source, valueColumn);
  return collect({ table, times, seriesColumns, valueColumn, values, groups, counting });
}

/** The longest series, the first of equals. */
export function longestSeries(input: SeriesInput): Series {
  const [first, ...others] = input.series;
  if (first === undefined) throw new ValidationError(noSamples(input.valueColumn, input.rows));
  return others.reduce((longest, next) => (next.values.length > longest.values.length ? next : longest), first);
}

type Parts = {
  readonly table: Table;
  readonly times: Times | null;
  readonly seriesColumns: readonly string[];
  readonly valueColumn: string;
  readonly values: Float64Array;
  readonly groups: readonly RowGroup[];
  readonly counting: ReadonlySet<RowGroup>;
};

function collect({ table, times, seriesColumns, valueColumn, values, groups, counting }: Parts): SeriesInput {
  const kind = times?.kind ?? null;
  const built = groups.map((group) => {
    const made = buildSeries(group, values, times?.values ?? null);
    return counting.has(group) ? { ...made, series: toRate(made.series, kind) } : made;
  });
  const series = built.map((made) => made.series).filter((made) => made.values.length > 0);
  if (series.length === 0) throw new ValidationError(noSamples(valueColumn, table.rows));
  const skipped = built.reduce((sum, made) => sum + made.skipped, 0);
  const notes: string[] = [];
  if (skipped > 0) notes.push(`${skipped} of ${table.rows} rows left out: no value or no time`);
  if (built.some((made) => made.sorted)) notes.push("rows were not in order of time and were sorted");
  if (counting.size > 0)
    notes.push(`${valueColumn} counts up: its growth ${isCalendar(kind) ? "per second" : "per sample"} was taken`);
  return {
    series,
    valueColumn,
    timeColumn: times?.column ?? null,
    timeKind: kind,
    seriesColumns,
    rows: table.rows,
    skipped,
    notes,
    table,
  };
}

function noSamples(valueColumn: string, rows: number): string {
  return `Invalid data: expected numbers in column ${JSON.stringify(valueColumn)}, but all ${rows} rows are empty there`;
}

function checkNames(table: Table, { valueColumn, timeColumn, seriesColumn }: SeriesWishes): void {
  for (const name of [valueColumn, timeColumn, ...[seriesColumn ?? []].flat()]) {
    if (name !== undefined && !table.schema.some((column) => column.name === name))
      throw unknownColumn(name, table.schema);
  }
}

async function chooseSeriesColumns(
  source: SeriesSource,
  wishes: SeriesWishes,
  times: Times | null,
): Promise<readonly string[]> {
  if (wishes.seriesColumn !== undefined) return [wishes.seriesColumn].flat();
  if (source.seriesColumns !== undefined) return source.seriesColumns;
  if (isExposition(source.table)) return ["name", "labels"];
  const guessed = await guessSeriesColumn(source.table, times);
  return guessed === null ? [] : [guessed];
}

/** What `collect_metrics` returns: one row per sample of many metrics. */
function isExposition({ schema }: Table): boolean {
  return ["name", "labels", "value"].every((name) => schema.some((column) => column.name === name));
}

function chooseValueColumn(
  table: Table,
  { preferred = [] }: SeriesWishes,
  taken: readonly (string | undefined)[],
): string {
  const numeric = table.schema.filter(({ type }) => type === "integer" || type === "number");
  const [best] = numeric
    .filter(({ name }) => !taken.includes(name))
    .sort((a, b) => valueRank(a.name, preferred) - valueRank(b.name, preferred));
  if (best !== undefined) return best.name;
  const columns = table.schema.map(({ name, type }) => `${name} (${type})`).join(", ");
  throw new ValidationError(
    `Invalid data: expected a column of numbers besides the times, but the columns are ${columns}`,
  );
}

async function numbersOf(table: Table, name: string): Promise<Float64Array> {
  const type = table.schema.find((column) => column.name === name)?.type;
  const values = await table.column(name);
  if (values instanceof Float64Array && type !== "date" && type !== "datetime") {
    if (!values.some((value) => Math.abs(value) > largestValue)) return values;
    throw new ValidationError(
      `Invalid data: expected numbers up to ${largestValue} in column ${JSON.stringify(name)}; larger ones leave no room for squares`,
    );
  }
  if (values.every((value) => value === null)) throw new ValidationError(noSamples(name, table.rows));
  throw new ValidationError(
    `Invalid value_column: expected a column of numbers, but ${JSON.stringify(name)} is of type ${type}; read or clean it as numbers first`,
  );
}

/** Groups that only ever count up: named so by their collector, or of Prometheus' type "counter". */
async function countersAmong(
  groups: readonly RowGroup[],
  { table, counters }: SeriesSource,
  valueColumn: string,
): Promise<ReadonlySet<RowGroup>> {
  const repeated = groups.filter((group) => group.rows.length > 1);
  if (counters.has(valueColumn)) return new Set(repeated);
  if (!isExposition(table) || !table.schema.some(({ name }) => name === "type")) return new Set();
  const types = await table.column("type");
  return new Set(repeated.filter((group) => types[group.rows[0] as number] === "counter"));
}
