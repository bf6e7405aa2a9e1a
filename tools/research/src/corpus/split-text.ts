import type { Piece } from "#ranking/passage.ts";

/** What a splitter gives: a piece, or null as a chance to pause. */
export type Pieces = Generator<Piece | null, void>;

export type SplitTextOptions = {
  /** Whether lines that begin with # are headings. */
  readonly hasHeadings: boolean;
};

type Line = { readonly start: number; readonly end: number; readonly number: number };
type Span = { start: number; end: number; readonly line: number; hasBody: boolean };

/** Shorter paragraphs are read together with their neighbours. */
const shortest = 300;
/** Longer paragraphs are cut, at ends of sentences where there are any. */
const longest = 1200;
const linesPerPause = 200;

/**
 * Cuts a text into passages at its paragraphs. A heading begins a passage and belongs to it; `text` is what stands between
 * `start` and `end`.
 */
export function* splitText(text: string, { hasHeadings }: SplitTextOptions): Pieces {
  const headings: (string | undefined)[] = [];
  let trail: readonly string[] = [];
  let fence = "";
  let span: Span | undefined;
  const piece = ({ start, end, line }: Span): Piece => ({
    text: text.slice(start, end),
    start,
    end,
    line,
    headings: trail,
    page: null,
    row: null,
  });

  for (const line of linesOf(text)) {
    if (line.number % linesPerPause === 0) yield null;
    const start = firstLetter(text, line);
    if (start === line.end) {
      if (span?.hasBody && span.end - span.start >= shortest && fence === "") {
        yield piece(span);
        span = undefined;
      }
      continue;
    }
    if (hasHeadings) fence = fenceAfter(text, start, fence);
    const level = fence === "" ? levelOf(text, { ...line, start }, hasHeadings) : 0;
    if (level > 0) {
      // A heading with nothing below it but further headings is told by their trail.
      if (span?.hasBody) yield piece(span);
      headings.length = level - 1;
      headings[level - 1] = headingText(text.slice(start, line.end));
      trail = headings.filter((heading) => heading !== undefined);
      span = { start, end: endOf(text, line), line: line.number, hasBody: false };
      continue;
    }
    for (const part of partsOf(text, start, endOf(text, line))) {
      if (span !== undefined && span.hasBody && part.end - span.start > longest) {
        yield piece(span);
        span = undefined;
      }
      span ??= { start: part.start, end: part.end, line: line.number, hasBody: true };
      span.end = part.end;
      span.hasBody = true;
    }
  }
  if (span !== undefined) yield piece(span);
}

function* linesOf(text: string): Generator<Line, void> {
  let number = 1;
  for (let start = 0; start < text.length; number++) {
    const found = text.indexOf("\n", start);
    const end = found === -1 ? text.length : found;
    yield { start, end, number };
    start = end + 1;
  }
}

/** A line as it is, or cut into parts when it is a long paragraph by itself. */
function* partsOf(text: string, from: number, to: number): Generator<{ readonly start: number; readonly end: number }> {
  let start = from;
  while (to - start > longest) {
    const end = cutBefore(text, start, start + longest);
    yield { start, end };
    start = end;
    while (start < to && isSpace(text, start)) start++;
  }
  if (start < to) yield { start, end: to };
}

/** The last end of a sentence before `limit`, else the last space, else `limit` itself. */
function cutBefore(text: string, start: number, limit: number): number {
  let space = -1;
  for (let place = limit; place > start + shortest; place--) {
    if (!isSpace(text, place)) continue;
    if (".!?。".includes(text[place - 1] ?? " ")) return place;
    if (space === -1) space = place;
  }
  if (space !== -1) return space;
  const last = text.charCodeAt(limit - 1);
  return last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit;
}

function firstLetter(text: string, { start, end }: Line): number {
  let place = start;
  while (place < end && isSpace(text, place)) place++;
  return place;
}

function endOf(text: string, { start, end }: Line): number {
  let place = end;
  while (place > start && isSpace(text, place - 1)) place--;
  return place;
}

function isSpace(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0xfeff || code === 0x3000;
}

/** The fence of code that is open after this line: what stands in code is no heading. */
function fenceAfter(text: string, start: number, open: string): string {
  const mark = text.startsWith("```", start) ? "```" : text.startsWith("~~~", start) ? "~~~" : "";
  if (mark === "") return open;
  if (open === "") return mark;
  return open === mark ? "" : open;
}

/** How deep a heading stands, from 1; 0 for a line that is none. */
function levelOf(text: string, line: Line, hasHeadings: boolean): number {
  const { start, end } = line;
  let level = 0;
  while (hasHeadings && level < 7 && text[start + level] === "#") level++;
  if (level > 0) return level < 7 && isSpace(text, start + level) ? level : 0;
  return end - start <= longestTitle && title.test(text.slice(start, endOf(text, line))) ? titleLevel : 0;
}

/** Contracts and laws set the titles of their clauses in capitals, with or without a number. */
const title =
  /^(?:(?:ARTICLE|SECTION|CLAUSE|§)?\s*[\dIVX]{1,5}(?:\.\d{1,2})*[.):]?\s+)?\p{Lu}{2}[\p{Lu}\s&,'’/()-]+[.:]?$/u;
const longestTitle = 80;
const titleLevel = 6;

function headingText(text: string): string {
  return text
    .replace(/^#+|#+\s*$/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 200);
}
