import type { OfficeContentNode } from "officeparser";
import type { DocumentTable } from "#schemas/read-document.ts";
import { cellText } from "./ast-text.ts";
import { type Cell, createDocumentTable, type TablePlace } from "./table-records.ts";

/** A sheet or a table cannot be wider than the widest sheet. */
const maxColumns = 16_384;

/** The tables within nodes, in reading order; tables within tables are part of the outer one's cells. */
export function findTables(nodes: readonly OfficeContentNode[], page: number): readonly DocumentTable[] {
  return nodes.flatMap((node): readonly DocumentTable[] => {
    if (node.type === "table") return tableOf(node, { page });
    if (node.type === "sheet") return tableOf(node, { page, name: node.metadata?.sheetName ?? null });
    return findTables(node.children ?? [], page);
  });
}

function tableOf(node: OfficeContentNode, place: TablePlace): readonly DocumentTable[] {
  const grid = (node.children ?? []).filter(({ type }) => type === "row").map(rowCells);
  const filled = node.type === "sheet" ? filledPart(grid) : grid;
  return filled.some((row) => row.some(({ text }) => text !== "")) ? [createDocumentTable(filled, place)] : [];
}

/** A cell stands in the column it names; one that spans several is followed by empty ones. */
function rowCells(row: OfficeContentNode): readonly Cell[] {
  const cells: Cell[] = [];
  for (const node of row.children ?? []) {
    if (node.type !== "cell") continue;
    const { metadata } = node;
    const column = Math.min(maxColumns, metadata?.col ?? cells.length);
    while (cells.length < column) cells.push({ text: "" });
    cells.push({ text: cellText(node) });
    const span = metadata?.col === undefined ? Math.min(metadata?.colSpan ?? 1, 1_000) : 1;
    for (let more = 1; more < span; more += 1) cells.push({ text: "" });
  }
  return cells;
}

/** Without the rows and columns of a sheet that hold nothing. */
function filledPart(grid: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] {
  const used = new Set<number>();
  const rows = grid.filter((row) => row.some(({ text }) => text !== ""));
  for (const row of rows) row.forEach(({ text }, column) => void (text !== "" && used.add(column)));
  const columns = [...used].toSorted((one, other) => one - other);
  return rows.map((row) => columns.map((column) => row[column] ?? { text: "" }));
}
