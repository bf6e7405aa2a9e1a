import type { Align, Cell, TableBlock } from "./block.ts";
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
  const lengths = places.map((place) =>
    [header, ...judged].reduce((most, row) => Math.max(most, cellText(row[place]).length), 0),
  );
  return {
    t: "table",
    header: fill(header),
    rows: rows.map(fill),
    align: aligned,
    widths: widthsOf(lengths, aligned),
    ...(caption !== undefined && { caption }),
  };
}

/** So many columns leave no room to share: each gets what it needs. */
const maxSharing = 7;
const longText = 24;

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
