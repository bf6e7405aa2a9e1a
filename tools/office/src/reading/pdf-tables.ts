import type { DocumentTable } from "#schemas/read-document.ts";
import type { TextPiece } from "./pdf-text.ts";
import { createDocumentTable } from "./table-records.ts";

/** A stretch of a line that stands apart from what is beside it. */
type Chunk = { readonly left: number; readonly right: number; readonly text: string };
type Line = { readonly y: number; readonly height: number; readonly chunks: readonly Chunk[] };

const minRows = 3;
const minColumns = 2;
const listMark = /^(?:[^\p{L}\p{N}]{1,2}|\(?[\p{L}\p{N}]{1,3}[.)])$/u;
/** Dots that lead from a title to its page number. */
const leader = /(?:\.\s?){4,}/;
/** Text beside text in the same cell stands closer than this, in heights of the letters. */
const cellGap = 0.9;
/** Rows of a table follow each other within so many heights. */
const rowGap = 3.5;

/**
 * The tables that show on a page by how text is aligned: at least three lines in a row of which each is split into as
 * many chunks, that stand in the same columns. Lines that are split otherwise end a table.
 */
export function findPageTables(pieces: readonly TextPiece[], page: number): readonly DocumentTable[] {
  const tables: DocumentTable[] = [];
  let rows: Line[] = [];
  const end = (): void => {
    if (rows.length >= minRows && !isList(rows)) {
      tables.push(
        createDocumentTable(
          rows.map(({ chunks }) => chunks.map(({ text }) => ({ text }))),
          { page },
        ),
      );
    }
    rows = [];
  };
  for (const line of toLines(pieces)) {
    const last = rows.at(-1);
    if (last && !continues(last, line)) end();
    if (line.chunks.length >= minColumns && !line.chunks.some(({ text }) => leader.test(text))) rows.push(line);
    else end();
  }
  end();
  return tables;
}

/** Bullets or numbers with text beside them. */
function isList(rows: readonly Line[]): boolean {
  return rows.every(({ chunks }) => chunks.length === 2 && listMark.test(chunks[0]?.text ?? ""));
}

function continues(last: Line, line: Line): boolean {
  return (
    line.chunks.length === last.chunks.length &&
    last.y - line.y < rowGap * Math.max(last.height, line.height) &&
    line.chunks.every((chunk, place) => isSameColumn(chunk, last.chunks, place))
  );
}

/** Chunks of a column overlap, and none reaches into the next column. */
function isSameColumn(chunk: Chunk, others: readonly Chunk[], place: number): boolean {
  const above = others[place];
  const next = others[place + 1];
  if (!above) return false;
  return chunk.left < above.right && chunk.right > above.left && (!next || chunk.right < next.left);
}

function toLines(pieces: readonly TextPiece[]): readonly Line[] {
  const sorted = pieces.filter(({ height }) => height > 0).toSorted((one, other) => other.y - one.y || one.x - other.x);
  const lines: TextPiece[][] = [];
  for (const piece of sorted) {
    const first = lines.at(-1)?.[0];
    if (first && first.y - piece.y < 0.4 * first.height) lines.at(-1)?.push(piece);
    else lines.push([piece]);
  }
  return lines.map(toLine);
}

function toLine(pieces: readonly TextPiece[]): Line {
  const chunks: Chunk[] = [];
  let height = 0;
  let y = Number.POSITIVE_INFINITY;
  for (const piece of pieces.toSorted((one, other) => one.x - other.x)) {
    height = Math.max(height, piece.height);
    y = Math.min(y, piece.y);
    const last = chunks.at(-1);
    const right = piece.x + piece.width;
    const gap = last ? piece.x - last.right : 0;
    if (!last || gap > cellGap * piece.height) chunks.push({ left: piece.x, right, text: piece.text.trim() });
    else {
      const space = gap > 0.15 * piece.height && !last.text.endsWith(" ") ? " " : "";
      chunks[chunks.length - 1] = { left: last.left, right, text: `${last.text}${space}${piece.text}`.trim() };
    }
  }
  return { y, height, chunks };
}
