import { createTable, isTable, readTable, type Table, type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import { expandSamples, hasLists, isMetricSample } from "./metric-samples.ts";

/** A table, with what its maker said of its columns. */
export type SeriesSource = {
  readonly table: Table;
  readonly valueColumn: string | undefined;
  readonly timeColumn: string | undefined;
  readonly seriesColumns: readonly string[] | undefined;
  readonly counters: ReadonlySet<string>;
};

type ReadContext = Pick<ToolContext, "input" | "call">;

const noCounters: ReadonlySet<string> = new Set();

/**
 * Finds the samples in whatever a `data` parameter was given: a list of numbers, one metrics object or a list of them, or anything
 * that is a table. A result of this tool tells which of its table's columns are meant. @throws E001
 */
export async function openSource(data: unknown, context: ReadContext): Promise<SeriesSource> {
  if (Array.isArray(data) && data.length > 0 && data.every(isSample))
    return plain(createTable({ columns: { value: data } }));
  if (!isTable(data) && isMetricSample(data)) return fromSamples([data]);
  if (Array.isArray(data) && data.length > 0 && data.every(isMetricSample) && hasLists(data)) return fromSamples(data);
  const table = await readTable(data, context);
  const named = (key: string, ending = ""): string | undefined => {
    if (isTable(data) || typeof data !== "object" || data === null) return undefined;
    const name = `${Reflect.get(data, key)}${ending}`;
    return table.schema.some((column) => column.name === name) ? name : undefined;
  };
  return {
    table,
    valueColumn: named("value_column") ?? named("value_column", "_sum"),
    timeColumn: named("time_column"),
    seriesColumns: seriesColumnsIn(data, table),
    counters: noCounters,
  };
}

/** A result names one column or a list of them; its table may be another one, of totals, without them. */
function seriesColumnsIn(data: unknown, table: Table): readonly string[] | undefined {
  if (isTable(data) || typeof data !== "object" || data === null) return undefined;
  const columns: unknown[] = [Reflect.get(data, "series_column")].flat();
  const isColumn = (name: unknown) => typeof name === "string" && table.schema.some((column) => column.name === name);
  return columns.length > 0 && columns.every(isColumn) ? columns.map(String) : undefined;
}

function plain(table: Table): SeriesSource {
  return { table, valueColumn: undefined, timeColumn: undefined, seriesColumns: undefined, counters: noCounters };
}

function fromSamples(samples: readonly { readonly [name: string]: unknown }[]): SeriesSource {
  const { records, deviceColumn, counters } = expandSamples(samples);
  const table = createTable(records);
  if (table.columns === 0)
    throw new ValidationError("Invalid data: expected metrics or a table, received an empty object");
  return { ...plain(table), seriesColumns: deviceColumn === null ? undefined : [deviceColumn], counters };
}

function isSample(value: unknown): value is number | null {
  return value === null || typeof value === "number";
}
