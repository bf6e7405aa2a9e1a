import type { Column, Goal, Row } from "./benchmark.ts";
import { rangeOf } from "./figures.ts";

/** A number as people read it: three significant digits, thousands apart. */
export function showNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(Number(value.toPrecision(4))).toLocaleString("en-US");
  return size >= 100 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : value.toPrecision(size >= 1 ? 3 : 2);
}

/** The rows as a Markdown table; ours in bold. */
export function renderTable(rows: readonly Row[], columns: readonly Column[]): string {
  const head = ["", ...columns.map(({ title }) => title)];
  const body = rows.map((row) => {
    const name = row.kind === "ours" ? `**${row.name}**` : row.kind === "floor" ? `${row.name} (floor)` : row.name;
    return [name, ...columns.map((column) => showCell(row, column))];
  });
  const widths = head.map((_, index) => Math.max(3, ...[head, ...body].map((cells) => cells[index]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => pad(cell, widths[i] ?? 0, i)).join(" | ")} |`;
  const rule = `|${widths.map((width, i) => (i === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`;
  return [line(head), rule, ...body.map(line)].join("\n");
}

function pad(cell: string, width: number, index: number): string {
  return index === 0 ? cell.padEnd(width) : cell.padStart(width);
}

function showCell(row: Row, { figure, range }: Column): string {
  const value = row.figures[figure];
  if (value === undefined) return "–";
  if (!range || row.rounds.length < 2) return showNumber(value);
  const { least, most } = rangeOf(row.rounds, figure);
  return `${showNumber(value)} (${showNumber(least)} to ${showNumber(most)})`;
}

/** A goal and whether it was reached; by how much it was missed where it was not. */
export function renderGoal({ text, value, limit, atLeast = false }: Goal): string {
  if (value === undefined) return `- ${text}: not measured`;
  const reached = atLeast ? value >= limit : value <= limit;
  const missedBy = atLeast ? limit / value - 1 : value / limit - 1;
  const verdict = reached ? "reached" : `missed by ${showNumber(missedBy * 100)} %`;
  return `- ${text}: ${showNumber(value)}, ${verdict}`;
}
