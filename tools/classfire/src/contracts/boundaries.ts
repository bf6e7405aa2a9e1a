import { isCapitals, looksLikeHeading, type Marker, readHeading, readMarker } from "./heading.ts";
import type { Line } from "./lines.ts";

/** Where a unit of a contract begins, as it was found on a line. */
export type Boundary = {
  readonly start: number;
  /** Where its text begins, behind the number and the heading. */
  readonly bodyStart: number;
  readonly marker: Marker | undefined;
  readonly heading: string | undefined;
  /** `frame`: what ends all that stands before it (preamble, recitals, exhibits, signatures). */
  readonly kind: "frame" | "numbered" | "titled";
};

const frame =
  /^(?:IN WITNESS (?:WHEREOF|HEREOF)|WHEREAS\b|W\s?I\s?T\s?N\s?E\s?S\s?S\s?E\s?T\s?H|RECITALS?\b|NOW,? THEREFORE|SIGNATURES?\s*$|(?:sincerely|yours (?:truly|faithfully|sincerely)|very truly yours|kind regards),?$|signed (?:for|by|on behalf)|SIGNATURE PAGE|\[?(?:the )?(?:remainder|rest) of this page|(?:EXHIBIT|SCHEDULE|ANNEX|APPENDIX|ATTACHMENT|ADDENDUM)\s+["“]?[A-Z0-9][\w.-]{0,6}["”]?\s*(?:$|[-–—:]|to\b))/i;
const preamble =
  /^\W{0,4}this\b.{0,120}\b(?:agreement|lease|contract|deed|licen[cs]e|note|indenture|memorandum)\b.{0,220}\b(?:made|entered|dated|between|among|amongst|is by)\b/i;

/** All places where a unit begins, in the order of the text. */
export function findBoundaries(text: string, lines: readonly Line[]): readonly Boundary[] {
  const found: Boundary[] = [];
  const sequence = createSequence();
  lines.forEach((line, index) => {
    if (line.kind !== "text") return;
    const boundary = lineBoundary(text, lines, index, sequence);
    if (boundary !== undefined && opensUnit(boundary)) found.push(boundary);
    if (line.text.length > shortestInline)
      found.push(...inlineBoundaries(text, line, boundary?.bodyStart ?? line.start, sequence));
  });
  return found;
}

const shortestInline = 160;

/** An item of a list, (a) or A., is a unit of its own only under a heading. */
function opensUnit({ marker, heading }: Boundary): boolean {
  return heading !== undefined || (marker?.kind !== "parenthesis" && marker?.kind !== "letter");
}

function lineBoundary(text: string, lines: readonly Line[], index: number, sequence: Sequence): Boundary | undefined {
  const line = lines[index];
  if (line === undefined) return undefined;
  const start = line.end - text.slice(line.start, line.end).trimStart().length;
  if (frame.test(line.text.slice(0, 80)) || preamble.test(line.text.slice(0, 400))) {
    sequence.restart();
    return { start, bodyStart: start, marker: undefined, heading: undefined, kind: "frame" };
  }
  const marker = readMarker(line.text);
  if (marker !== undefined && !continues(lines, index, marker)) {
    const rest = line.text.slice(marker.length);
    const begins = rest === "" || /^["“'‘(*_[]{0,3}[A-Z]/.test(rest);
    if (begins && sequence.takes(marker)) return numbered(lines, index, start, marker, rest);
  }
  return marker === undefined ? titled(lines, index, start) : undefined;
}

function numbered(lines: readonly Line[], index: number, start: number, marker: Marker, rest: string): Boundary {
  const heading = readHeading(rest);
  if (heading !== undefined || rest !== "") {
    const bodyStart = start + marker.length + (heading?.length ?? 0);
    return { start, bodyStart, marker, heading: heading?.text, kind: "numbered" };
  }
  const next = nextText(lines, index);
  const below = next === undefined || readMarker(next.text) !== undefined ? undefined : readHeading(next.text);
  const alone = below !== undefined && below.length >= (next?.text.length ?? 0);
  const bodyStart = alone && next !== undefined ? next.end : start + marker.length;
  return { start, bodyStart, marker, heading: below?.text, kind: "numbered" };
}

/** A heading without a number: on a line of its own, or set off in front of a paragraph. */
function titled(lines: readonly Line[], index: number, start: number): Boundary | undefined {
  const line = lines[index];
  if (line === undefined) return undefined;
  const hashes = /^#{1,6}\s+/.exec(line.text)?.[0].length ?? 0;
  const words = line.text.slice(hashes).replace(/^\*\*|\*\*$/g, "");
  const whole = words.length <= 80 && looksLikeHeading(words.replace(/[.:]$/, ""));
  if (whole && (hashes > 0 || standsAlone(lines, index, words))) {
    const heading = words.replace(/[.:*]+$/, "").trim();
    return { start, bodyStart: line.end, marker: undefined, heading, kind: "titled" };
  }
  const leading = words.length > 40 ? readHeading(words) : undefined;
  if (leading === undefined || (!line.blankBefore && !endsSentence(previousText(lines, index)?.text))) return undefined;
  if (
    !isCapitals(leading.text) &&
    /^(?:Mr|Mrs|Ms|Dr|Inc|Ltd|Co|Corp|No|Attn|Attention|Re|To|From|Date|If|By|Name|Title|Address)$/.test(leading.text)
  )
    return undefined;
  return {
    start,
    bodyStart: start + hashes + leading.length,
    marker: undefined,
    heading: leading.text,
    kind: "titled",
  };
}

/** A heading of its own has space above it or ends a sentence above, and text below it that is no further heading. */
function standsAlone(lines: readonly Line[], index: number, words: string): boolean {
  const line = lines[index];
  const next = nextText(lines, index);
  if (line === undefined || next === undefined || words.length < 4) return false;
  if (/^(?:By|Name|Title|Date|Attn|Attention|Address|Tel|Fax|Re|Dear|Its)\b/.test(words)) return false;
  const above = line.blankBefore || endsSentence(previousText(lines, index)?.text);
  return (
    above &&
    (isCapitals(words) || (next.text.length > 50 && /^["“(A-Z]/.test(next.text)) || readMarker(next.text) !== undefined)
  );
}

function endsSentence(text: string | undefined): boolean {
  return text === undefined || /[.;:!?]["”')*]{0,2}$/.test(text) || isCapitals(text);
}

/** Whether a number at the start of a line belongs to the sentence of the line before (`pursuant to⏎Section 9.1`). */
function continues(lines: readonly Line[], index: number, marker: Marker): boolean {
  const line = lines[index];
  const previous = previousText(lines, index)?.text;
  if (line === undefined || line.blankBefore || previous === undefined) return false;
  if (
    /\b(?:of|to|in|under|with|and|or|by|per|this|see|Section|Sections|Article|Articles|Clause|Paragraph|Exhibit)$/.test(
      previous,
    )
  )
    return true;
  return (
    (marker.kind === "section" || marker.kind === "article" || marker.depth > 1) &&
    previous.length > 40 &&
    /[a-z,]$/.test(previous)
  );
}

function nextText(lines: readonly Line[], index: number): Line | undefined {
  for (let next = index + 1; next < lines.length && next < index + 6; next++) {
    const line = lines[next];
    if (line !== undefined && line.kind === "text") return line;
  }
  return undefined;
}

function previousText(lines: readonly Line[], index: number): Line | undefined {
  for (let previous = index - 1; previous >= 0 && previous > index - 6; previous--) {
    const line = lines[previous];
    if (line !== undefined && line.kind === "text") return line;
  }
  return undefined;
}

type Sequence = { takes(marker: Marker): boolean; follows(number: string): boolean; restart(): void };

/** Numbers count upwards; one that does not is a reference or an amount, not the number of a clause. */
function createSequence(): Sequence {
  let last: readonly number[] = [];
  const parts = (number: string): readonly number[] => number.split(".").map(Number);
  return {
    takes({ kind, number }) {
      if (kind !== "decimal") return true;
      const next = parts(number);
      const [first = 0] = next;
      const [before] = last;
      const sound = before === undefined || first === 1 || (first >= before - 1 && first <= before + 4);
      if (sound) last = next;
      return sound;
    },
    follows(number) {
      const next = parts(number);
      const [first = 0, second] = next;
      const [before = 0, beforeSecond = 0] = last;
      const sound =
        second === undefined || second === 0
          ? first === before + 1
          : first === before
            ? second === beforeSecond + 1
            : first === before + 1 && second === 1;
      if (sound) last = next;
      return sound;
    },
    restart() {
      last = [];
    },
  };
}

const inlineMarker =
  /[.;:)”"\d]\s{1,12}((?:(?:SECTION|Section)\s)?(\d{1,2}(?:\.\d{1,2}){0,2})[.)]?\s{1,12})(?=["“(]?[A-Z])/g;

/** Units that follow each other on one line: only numbers that carry the counting on are taken. */
function inlineBoundaries(text: string, line: Line, from: number, sequence: Sequence): Boundary[] {
  const found: Boundary[] = [];
  const content = text.slice(from, line.end);
  for (const match of content.matchAll(inlineMarker)) {
    const [whole, shown = "", number = ""] = match;
    if (!/[.)]\s*$|Section|SECTION|\d\.\d/.test(shown) || !sequence.follows(number)) continue;
    const offset = match.index + whole.length - shown.length;
    const heading = readHeading(content.slice(offset + shown.length, offset + shown.length + 130));
    const depth = number.replace(/(?:\.0)+$/, "").split(".").length;
    const start = from + offset;
    found.push({
      start,
      bodyStart: start + shown.length + (heading?.length ?? 0),
      marker: { kind: "decimal", number, depth, length: shown.length },
      heading: heading?.text,
      kind: "numbered",
    });
  }
  return found;
}
