import { printableLine, shortened } from "./text.ts";

const mostCharacters = 80;

/** Rows as lines, in columns. The last one is not cut. */
export function columnLines(rows: readonly (readonly string[])[]): string[] {
  const cells = rows.map((row) =>
    row.map((cell, index) =>
      index === row.length - 1 ? printableLine(cell) : shortened(printableLine(cell), mostCharacters),
    ),
  );
  const widths: number[] = [];
  for (const row of cells) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  }
  return cells.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** A moment as people read it, in their own time: `2026-01-31 14:05:09`. */
export function formatMoment(moment: string | number): string {
  return new Date(moment).toLocaleString("sv-SE");
}
