import {
  createTable,
  isTable,
  isTableInput,
  readTable,
  type Table,
  type TableRecord,
  type ToolContext,
} from "@aiecs/core/toolkit";
import { isTimeColumn } from "#series/choose-columns.ts";
import { type ExaminedColumns, examinedIn } from "./examined-columns.ts";
import { type Figure, figuresOf } from "./figures.ts";
import { isPlainObject } from "./plain-object.ts";
import { salesColumns } from "./sales-words.ts";

/** A table that can be drawn. `name` is the key it had in a result: `by_period`; `data` for a table given as such. */
export type Source = {
  readonly name: string;
  readonly table: Table;
  /** Only the first of more rows: `top_products`. */
  readonly isExcerpt?: boolean;
  /** What columns were called before the analysis renamed them, for headings and units. */
  readonly aliases?: ReadonlyMap<string, string>;
};

export type ChartInput = { readonly sources: readonly Source[]; readonly figures: readonly Figure[] };

/**
 * Everything in a `data` parameter that a dashboard can show. A table in any form is one source. The result of an
 * analysis is taken apart: each list of records or table in it (`by_period`, `by_category`, `top_products`) is a source,
 * each number by itself a figure. Of a result that also carries a table as `df`, the lists win.
 *
 * @throws E001 when there is neither
 */
export async function readDashboardInput(data: unknown, context: ToolContext): Promise<ChartInput> {
  if (isPlainObject(data) && !isTableJson(data)) {
    const { df: _, ...rest } = data;
    const [sources, figures] = [sourcesOf(rest), figuresOf(rest)];
    if (sources.length > 0) return { sources, figures };
    if (isTableInput(data)) return { sources: [await asTable(data, context)], figures };
    if (figures.length > 0) return { sources, figures };
  }
  return { sources: [await asTable(data, context)], figures: [] };
}

/** The table of a single chart, the columns of it that an analysis was about, and what a reader has to know. */
type ChartTable = Source & { readonly examined: ExaminedColumns; readonly notes: readonly string[] };

/** The one table that a single chart draws: a table as given, a result's `df`, else its list along time, else its first list. */
export async function readChartTable(data: unknown, context: ToolContext): Promise<ChartTable> {
  const sources = isTableInput(data) || !isPlainObject(data) ? [] : sourcesOf(data);
  const drawn = sources.find(({ table }) => table.schema.some((column) => isTimeColumn(table, column))) ?? sources[0];
  if (!drawn) {
    const source = await asTable(data, context);
    return { ...source, ...examinedIn(data, source.table) };
  }
  const names = sources.map(({ name }) => name).join(", ");
  return {
    ...drawn,
    examined: {},
    notes: sources.length > 1 ? [`Of ${names}, ${drawn.name} is drawn; create_dashboard draws all.`] : [],
  };
}

async function asTable(data: unknown, context: ToolContext): Promise<Source> {
  return { name: "data", table: await readTable(data, context) };
}

/** A table that came back as JSON has its records in `data`, but is no analysis of lists. */
function isTableJson(data: object): boolean {
  return isTableInput(data) && "schema" in data && "rows" in data;
}

/** How deep lists of records are looked for. */
const maxDepth = 3;

function sourcesOf(result: object): readonly Source[] {
  const aliases = salesColumns(result);
  return sourcesIn(result).map((source) => ({ ...source, aliases, isExcerpt: /(?:^|\.)top_/.test(source.name) }));
}

function sourcesIn(result: object, path: readonly string[] = []): readonly Source[] {
  return Object.entries(result).flatMap(([key, value]: [string, unknown]) => {
    const name = [...path, key].join(".");
    if (isTable(value)) return [{ name, table: value }];
    if (isRecords(value)) return [{ name, table: createTable(value) }];
    return isPlainObject(value) && path.length + 1 < maxDepth ? sourcesIn(value, [...path, key]) : [];
  });
}

function isRecords(value: unknown): value is readonly TableRecord[] {
  return Array.isArray(value) && value.length > 0 && value.every(isPlainObject);
}
