import { createTable, isArtifactHandle, isTable, isTableInput, readTable, type ToolContext } from "@aiecs/core/toolkit";
import type { Block } from "#blocks/block.ts";
import { heading } from "#blocks/text.ts";
import { isCalendarPeriod } from "#wording/dates.ts";
import { headingOf } from "#wording/heading-of.ts";
import { figuresTable, isMatrix, isScalar, matrixTable, type Scalar } from "./figure-tables.ts";
import { type KeyFigure, keyFiguresOf } from "./key-figures.ts";
import { isPlainObject } from "./plain-object.ts";
import { salesColumns } from "./sales-words.ts";
import { type TableBlocksOptions, tableBlocks } from "./table-blocks.ts";

export type ReportMetrics = {
  readonly figures: readonly KeyFigure[];
  /** Tables of all figures, each under its heading. */
  readonly blocks: readonly Block[];
  readonly notes: readonly string[];
};

/** Rows of each table in a report of a day. */
const maxRows = 62;
const maxDepth = 4;

/** The figures of a result, whatever its shape: numbers, tables, and groups of them. @throws E001 when it holds none */
export async function readMetrics(
  metrics: unknown,
  context: Pick<ToolContext, "input" | "call">,
): Promise<ReportMetrics> {
  if (!isPlainObject(metrics) || isTableJson(metrics)) {
    const table = await readTable(metrics, context);
    return { figures: [], blocks: [heading(1, "Figures"), ...(await tableBlocks(table, { maxRows }))], notes: [] };
  }
  const { period } = metrics;
  const words = { aliases: salesColumns(metrics), period: isCalendarPeriod(period) ? period : undefined };
  const blocks = await sectionOf(withoutDuplicateTable(metrics), "Figures", 1, words);
  return { figures: keyFiguresOf(metrics), blocks, notes: notesOf(metrics) };
}

/** How the tables of a result are to be worded. */
type TableWords = Required<Pick<TableBlocksOptions, "aliases" | "period">>;

/** A table that came back as JSON is an object, too. */
function isTableJson(value: object): boolean {
  return isTableInput(value) && "schema" in value && "rows" in value && "data" in value;
}

/** `df` is for the next step to draw; the same table stands in the result under its own name. */
function withoutDuplicateTable(metrics: { readonly [key: string]: unknown }): { readonly [key: string]: unknown } {
  const { df, df_holds: _, ...rest } = metrics;
  return df === undefined || Object.values(rest).some(isListOrTable) ? rest : { ...rest, df };
}

async function sectionOf(
  node: { readonly [key: string]: unknown },
  title: string,
  depth: number,
  words: TableWords,
): Promise<readonly Block[]> {
  const entries = Object.entries(node).filter(([key]) => key !== "notes" && key !== "columns");
  const scalars = entries.flatMap(([key, value]): [string, Scalar][] => {
    const shown = Array.isArray(value) && value.length > 0 && value.every(isScalar) ? value.join(", ") : value;
    return isScalar(shown) ? [[key, shown]] : [];
  });
  const parts = (await Promise.all(entries.map(([key, value]) => partOf(key, value, depth, words)))).flat();
  // Of a result with tables, what stands by itself mostly tells how they were made: it comes last.
  const isLast = depth === 1 && parts.length > 0;
  const own: readonly Block[] =
    scalars.length === 0
      ? []
      : [heading(Math.min(depth, 3), isLast ? "About these figures" : title), figuresTable(scalars, words)];
  return isLast ? [...parts, ...own] : [...own, ...parts];
}

async function partOf(key: string, value: unknown, depth: number, words: TableWords): Promise<readonly Block[]> {
  const title = heading(Math.min(depth, 3), headingOf(key));
  const table = isTable(value) ? value : isRecords(value) ? createTable(value) : undefined;
  if (table !== undefined) return [title, ...(await tableBlocks(table, { maxRows, ...words }))];
  if (isArtifactHandle(value) || !isPlainObject(value)) return [];
  if (isMatrix(value)) return [title, matrixTable(value)];
  return depth < maxDepth ? await sectionOf(value, headingOf(key), depth + 1, words) : [];
}

function isListOrTable(value: unknown): boolean {
  return isTable(value) || isRecords(value);
}

function isRecords(value: unknown): value is readonly { readonly [key: string]: unknown }[] {
  return Array.isArray(value) && value.length > 0 && value.every(isPlainObject);
}

function notesOf({ notes }: { readonly [key: string]: unknown }): readonly string[] {
  return Array.isArray(notes) ? notes.filter((note) => typeof note === "string") : [];
}
