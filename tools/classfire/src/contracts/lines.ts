import type { Span } from "./span.ts";

/** A line with what it is: `furniture` are page numbers and running headers, `contents` entries of a table of contents. */
export type Line = Span & {
  /** The line without the white space at its ends. */
  readonly text: string;
  readonly kind: "text" | "blank" | "furniture" | "contents";
  readonly blankBefore: boolean;
};

const pageNumber =
  /^(?:[-–—\s]*\d{1,4}[-–—\s]*|(?:page|pg\.?)\s+\d{1,4}(?:\s*(?:of|\/)\s*\d{1,4})?\.?|<PAGE>.{0,20})$/i;
const dotLeader = /(?:\.\s?){4,}\s*(?:[ivxl]{1,6}|\d{0,4})$/i;
/** Recognition of a scan reads the end of a line of dots as letters: `GENERAL .......ccccveeres 3`. */
const misreadLeader = /\.{4,}[.,]{0,20}[a-z][a-z.,]{0,40}(?:\s{1,4}\d{1,4})?$/;
const pageAtEnd = /\S(?:\s{2,}|\t)(?:[ivxl]{1,6}|\d{1,3})$/i;
const contentsTitle = /^(?:table of contents|contents|index)\s*:?$/i;
const marked = /^(?:article|section|clause|schedule|exhibit|\(?[a-z0-9]{1,4}[.)])/i;
const opening =
  /\b(?:this|the)\b.{0,100}\b(?:agreement|lease|contract|deed|licen[cs]e|note)\b.{0,120}\b(?:made|entered|dated|between|among)\b/i;

const longestFurniture = 90;
const longestEntry = 110;
/** A running header is on at least this many pages. */
const leastPages = 3;

/** The lines of a text; every line ends before its line break. */
export function readLines(text: string): readonly Line[] {
  const spans = splitLines(text);
  const repeated = repeatedLines(spans.map(({ trimmed }) => trimmed));
  const lines: Line[] = [];
  let blankBefore = true;
  let contents: { first: string | undefined } | undefined;
  for (const { start, end, trimmed } of spans) {
    if (contentsTitle.test(trimmed)) contents = { first: undefined };
    else if (contents !== undefined && endsContents(trimmed, contents.first)) contents = undefined;
    else if (contents?.first === undefined && contents !== undefined && trimmed !== "")
      contents.first = entryName(trimmed);
    const kind = kindOf(trimmed, repeated, contents !== undefined);
    lines.push({ start, end, text: trimmed, kind, blankBefore });
    if (kind !== "furniture") blankBefore = kind === "blank";
  }
  return lines;
}

function kindOf(trimmed: string, repeated: ReadonlySet<string>, inContents: boolean): Line["kind"] {
  if (trimmed === "") return "blank";
  if (trimmed.length <= 40 && pageNumber.test(trimmed)) return "furniture";
  if (trimmed.length <= longestFurniture && repeated.has(withoutDigits(trimmed))) return "furniture";
  if (inContents) return "contents";
  if (trimmed.length > longestEntry) return "text";
  return dotLeader.test(trimmed) || misreadLeader.test(trimmed) || (pageAtEnd.test(trimmed) && marked.test(trimmed))
    ? "contents"
    : "text";
}

/** A table of contents ends where the contract opens, where a line is no entry, or where its first entry comes again. */
function endsContents(trimmed: string, first: string | undefined): boolean {
  if (trimmed === "") return false;
  if (trimmed.length > longestEntry || opening.test(trimmed)) return true;
  return first !== undefined && first.length > 3 && entryName(trimmed) === first;
}

function entryName(line: string): string {
  return line
    .replace(/[\s.\d]+$/, "")
    .replace(/\s+/g, " ")
    .toLowerCase();
}

function withoutDigits(line: string): string {
  return line.replace(/\d+/g, "#").replace(/\s+/g, " ");
}

function repeatedLines(lines: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const line of lines) {
    if (
      line.length < 6 ||
      line.length > longestFurniture ||
      marked.test(line) ||
      !/[a-z]/i.test(line) ||
      isSentence(line)
    )
      continue;
    const key = withoutDigits(line);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count >= leastPages).map(([key]) => key));
}

/** Whole sentences may come again; a running header is no sentence. */
function isSentence(line: string): boolean {
  return /[.;]$/.test(line) && line.split(" ").length > 8;
}

function splitLines(text: string): (Span & { readonly trimmed: string })[] {
  const lines: (Span & { readonly trimmed: string })[] = [];
  let start = 0;
  while (start <= text.length) {
    let end = text.indexOf("\n", start);
    if (end === -1) end = text.length;
    lines.push({ start, end, trimmed: text.slice(start, end).trim() });
    start = end + 1;
  }
  return lines;
}
