import type { Table } from "@aiecs/core/toolkit";
import type { Block } from "#blocks/block.ts";
import { createTable } from "#blocks/create-table.ts";
import { paragraph } from "#blocks/text.ts";
import { measureHeading } from "#wording/heading-of.ts";
import { counted } from "#wording/numbers.ts";
import { valueWriter } from "./figure-tables.ts";

export type TableBlocksOptions = {
  readonly maxRows: number;
  readonly caption?: string | undefined;
  readonly aliases?: ReadonlyMap<string, string>;
};

/** More columns than this cannot be read on paper. */
const maxColumns = 12;

/** The first rows and columns of a table; what is left out is said below it. */
export async function tableBlocks(
  table: Table,
  { maxRows, caption, aliases = new Map() }: TableBlocksOptions,
): Promise<readonly Block[]> {
  const columns = table.schema.slice(0, maxColumns);
  const names = columns.map(({ name }) => name);
  if (names.length === 0 || table.rows === 0)
    return [paragraph(`${caption ?? "The table"}: no rows.`, { muted: true })];
  const records = await table.records({ limit: maxRows, columns: names });
  const called = names.map((name) => aliases.get(name) ?? name);
  const writers = names.map((name, place) =>
    valueWriter(
      called[place] ?? name,
      records.map((record) => record[name]),
    ),
  );
  const block = createTable({
    header: called.map(measureHeading),
    rows: records.map((record) => names.map((name, place) => writers[place]?.(record[name]) ?? "")),
    align: columns.map(({ type }) => (type === "integer" || type === "number" ? "right" : undefined)),
    caption,
  });
  const left = [
    ...(table.rows > maxRows ? [`the first ${counted(maxRows, "row")} of ${counted(table.rows, "row")}`] : []),
    ...(table.columns > maxColumns ? [`the first ${maxColumns} of ${table.columns} columns`] : []),
  ];
  return left.length === 0 ? [block] : [block, paragraph(`Shown: ${left.join(" and ")}.`, { muted: true })];
}
