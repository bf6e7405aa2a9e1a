import type { Table } from "@aiecs/core/toolkit";
import type { Align, Block } from "#blocks/block.ts";
import { createTable } from "#blocks/create-table.ts";
import { paragraph } from "#blocks/text.ts";
import { type CalendarPeriod, isCalendarDate, periodName } from "#wording/dates.ts";
import { measureHeading } from "#wording/heading-of.ts";
import { counted } from "#wording/numbers.ts";
import { valueWriter } from "./figure-tables.ts";

export type TableBlocksOptions = {
  readonly maxRows: number;
  readonly caption?: string | undefined;
  readonly aliases?: ReadonlyMap<string, string>;
  /** What the dates in the column `period` are the beginnings of. */
  readonly period?: CalendarPeriod | undefined;
};

/** More columns than this cannot be read on paper. */
const maxColumns = 12;

/** So many characters stand side by side on a page, in the size of wide tables. */
const lineCharacters = 76;
const gapCharacters = 2;

/** The first rows, and as many of the first columns as fit side by side; what is left out is said below the table. */
export async function tableBlocks(
  table: Table,
  { maxRows, caption, aliases = new Map(), period }: TableBlocksOptions,
): Promise<readonly Block[]> {
  const candidates = table.schema.slice(0, maxColumns);
  if (candidates.length === 0 || table.rows === 0)
    return [paragraph(`${caption ?? "The table"}: no rows.`, { muted: true })];
  const records = await table.records({ limit: maxRows, columns: candidates.map(({ name }) => name) });
  const written = candidates.map(({ name, type }) => {
    const called = aliases.get(name) ?? name;
    const values = records.map((record) => record[name]);
    const write = name === "period" && period !== undefined ? periodWriter(period) : valueWriter(called, values);
    const align: Align | undefined = type === "integer" || type === "number" ? "right" : undefined;
    return { heading: measureHeading(called), cells: values.map((value) => write(value)), align };
  });
  const columns = written.slice(0, countFitting(written));
  const block = createTable({
    header: columns.map(({ heading }) => heading),
    rows: records.map((_, row) => columns.map(({ cells }) => cells[row] ?? "")),
    align: columns.map(({ align }) => align),
    caption,
  });
  const left = [
    ...(table.rows > maxRows ? [`the first ${counted(maxRows, "row")} of ${counted(table.rows, "row")}`] : []),
    ...(table.columns > columns.length ? [`the first ${columns.length} of ${table.columns} columns`] : []),
  ];
  return left.length === 0 ? [block] : [block, paragraph(`Shown: ${left.join(" and ")}.`, { muted: true })];
}

function periodWriter(period: CalendarPeriod): (value: unknown) => string {
  const write = valueWriter("period", []);
  return (value) => (typeof value === "string" && isCalendarDate(value) ? periodName(value, period) : write(value));
}

type WrittenColumn = { readonly heading: string; readonly cells: readonly string[] };

/** Headings break between words, figures do not; texts that are longer than a quarter of the line break, too. */
function countFitting(columns: readonly WrittenColumn[]): number {
  let left = lineCharacters;
  const fitting = columns.findIndex(({ heading, cells }) => {
    const parts = [...heading.split(" "), ...cells];
    const longest = parts.reduce((most, part) => Math.max(most, part.length), 0);
    left -= Math.min(longest, lineCharacters / 4) + gapCharacters;
    return left < 0;
  });
  return fitting === -1 ? columns.length : Math.max(1, fitting);
}
