import type { Align, Cell, Inline, TableBlock } from "./block.ts";
import { plainText } from "./text.ts";

export type TableContent = {
  readonly header: readonly Cell[];
  readonly rows: readonly (readonly Cell[])[];
  /** Where it is left open, columns of figures stand to the right. */
  readonly align?: readonly (Align | undefined)[];
  readonly caption?: string | undefined;
};

/** Rows that tell the widths of columns. */
const judgedRows = 200;

/** A table whose columns are as wide as what stands in them. */
export function createTable({ header, rows, align = [], caption }: TableContent): TableBlock {
  const columns = rows.reduce((most, row) => Math.max(most, row.length), header.length);
  const places = Array.from({ length: columns }, (_, place) => place);
  const fill = (row: readonly Cell[]): readonly Cell[] => places.map((place) => row[place] ?? "");
  const judged = rows.slice(0, judgedRows);
  const aligned = places.map(
    (place) =>
      align[place] ?? (judged.length > 0 && judged.every((row) => isFigure(cellText(row[place]))) ? "right" : "left"),
  );
  const headings = headingsThatFit(fill(header), judged, aligned);
  const lengths = longestCells([headings, ...judged], places);
  return {
    t: "table",
    header: headings,
    rows: rows.map(fill),
    align: aligned,
    widths: widthsOf(lengths, aligned),
    ...(caption !== undefined && { caption }),
  };
}

/** So many columns leave no room to share: each gets what it needs. */
const maxSharing = 7;
const longText = 24;

/** So many characters stand side by side, in the size of tables with few columns. */
const lineCharacters = 92;
const cellGap = 3;
const maxCell = 40;

/** Headings of figures in two lines where the columns would not stand side by side otherwise. */
function headingsThatFit(
  header: readonly Cell[],
  rows: readonly (readonly Cell[])[],
  align: readonly Align[],
): readonly Cell[] {
  const lengths = longestCells([header, ...rows], [...header.keys()]);
  const needed = lengths.reduce((sum, length) => sum + Math.min(length, maxCell) + cellGap, 0);
  if (needed <= lineCharacters || header.length > maxSharing) return header;
  return header.map((cell, place) => (align[place] === "right" ? inTwoLines(cell) : cell));
}

/** The characters of each column's longest line. */
function longestCells(rows: readonly (readonly Cell[])[], places: readonly number[]): number[] {
  const lengthOf = (cell: Cell | undefined): number =>
    typeof cell === "object" ? Math.max(...linesOf(cell).map((line) => line.length)) : (cell ?? "").length;
  return places.map((place) => rows.reduce((most, row) => Math.max(most, lengthOf(row[place])), 0));
}

function linesOf(cell: readonly Inline[]): readonly string[] {
  const lines = [""];
  for (const part of cell) {
    if (part.t === "break") lines.push("");
    else lines.push(`${lines.pop() ?? ""}${plainText([part])}`);
  }
  return lines;
}

/** A heading broken where its longer line is shortest. Columns of figures are no narrower than their headings. */
function inTwoLines(cell: Cell): Cell {
  if (typeof cell !== "string") return cell;
  const words = cell.split(" ");
  const breaks = words.slice(1).map((_, place) => {
    const [first, second] = [words.slice(0, place + 1).join(" "), words.slice(place + 1).join(" ")];
    return { first, second, longer: Math.max(first.length, second.length) };
  });
  const [best] = breaks.toSorted((one, other) => one.longer - other.longer);
  if (!best) return cell;
  return [{ t: "text", v: best.first }, { t: "break" }, { t: "text", v: best.second }];
}

/** Figures need what they need; texts share the rest by their length. */
function widthsOf(lengths: readonly number[], align: readonly Align[]): readonly (number | null)[] {
  const shares = lengths.map(
    (length, place) => length > longText || (align[place] !== "right" && lengths.length <= maxSharing),
  );
  if (!shares.includes(true)) return lengths.map(() => (lengths.length <= maxSharing ? 1 : null));
  return lengths.map((length, place) => (shares[place] ? Math.min(Math.max(length, 6), 60) : null));
}

function isFigure(text: string): boolean {
  return text === "" || text === "–" || /^[-+]?[€$£¥₹]?\d[\d,. ]*(?:E[-+]?\d+)?[ ]?[%a-zA-Z]{0,3}$/.test(text);
}

function cellText(cell: Cell | undefined): string {
  return cell === undefined ? "" : typeof cell === "string" ? cell : plainText(cell);
}
