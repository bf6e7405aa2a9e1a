import { formatMoment } from "./cell-format.ts";
import type { Cell } from "./table-records.ts";
import type { Workbook } from "./workbook-parts.ts";
import { scanXml } from "./xml-scan.ts";

/** A row's cells by their column, from 0; empty ones are left out. */
export type SheetRow = ReadonlyMap<number, Cell>;

type OpenCell = { readonly column: number; readonly type: string; readonly style: number };

/** The rows of a sheet that hold anything (ECMA-376 18.3). */
export function readSheet(xml: string, workbook: Omit<Workbook, "sheets">): readonly SheetRow[] {
  const rows: SheetRow[] = [];
  let row = new Map<number, Cell>();
  let cell: OpenCell | undefined;
  let nextColumn = 0;
  let value = "";
  let isValue = false;
  scanXml(xml, {
    open(name, attributes) {
      const kind = localName(name);
      if (kind === "row") {
        row = new Map();
        nextColumn = 0;
      } else if (kind === "c") {
        const column = columnOf(attributes.get("r")) ?? nextColumn;
        cell = { column, type: attributes.get("t") ?? "n", style: Number(attributes.get("s") ?? 0) };
        nextColumn = column + 1;
        value = "";
      } else if (kind === "v" || kind === "t") isValue = true;
    },
    text(content) {
      if (isValue) value += content;
    },
    close(name) {
      const kind = localName(name);
      if (kind === "v" || kind === "t") isValue = false;
      else if (kind === "c" && cell) {
        const made = toCell(value, cell, workbook);
        if (made.text !== "") row.set(cell.column, made);
        cell = undefined;
      } else if (kind === "row" && row.size > 0) rows.push(row);
    },
  });
  return rows;
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** From a place such as `AB12`: the column, from 0. */
function columnOf(place: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(place ?? "")?.[0];
  if (letters === undefined) return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

function toCell(value: string, { type, style }: OpenCell, { texts, formats, is1904 }: Omit<Workbook, "sheets">): Cell {
  if (type === "s") return asText(texts[Number(value)] ?? "");
  if (type === "b") return value === "1" ? { text: "TRUE", value: true } : { text: "FALSE", value: false };
  if (type === "e") return { text: value, value: null };
  if (type !== "n" || value === "") return asText(value);
  const number = Number(value);
  if (!Number.isFinite(number)) return asText(value);
  const kind = formats[style] ?? null;
  const moment = kind === null ? undefined : formatMoment(number, kind, is1904);
  if (moment !== undefined) return { text: moment, value: moment };
  // Sheets show 15 digits; what lies beyond is the error of binary fractions.
  const shown = Number(number.toPrecision(15));
  return { text: String(shown), value: shown };
}

/** A text stays one, also when it looks like a number. */
function asText(text: string): Cell {
  return { text, value: text };
}
