import type { Line } from "./lines.ts";
import { firstFrom, type Span } from "./span.ts";

/**
 * The paragraphs of a place: they end at a blank line, where a line ends a sentence, and where one of a table of contents
 * leads to its page. A page break, or a blank line before a line that goes on in small letters, ends none.
 */
export function paragraphsWithin(lines: readonly Line[], place: Span): readonly Span[] {
  const paragraphs: { start: number; end: number }[] = [];
  let pageBreak = false;
  let ended = true;
  let runsOn = false;
  let index = Math.max(0, firstFrom(lines, place.start + 1) - 1);
  for (; index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined || line.start >= place.end) break;
    if (line.kind === "furniture") pageBreak = true;
    if (line.kind === "furniture" || line.kind === "blank") continue;
    const start = Math.max(line.start, place.start);
    const end = Math.min(line.end, place.end);
    if (end <= start) continue;
    const last = paragraphs.at(-1);
    const goesOn = !ended && (!line.blankBefore || pageBreak || runsOn || /^[a-z(]/.test(line.text));
    if (last !== undefined && goesOn) last.end = end;
    else paragraphs.push({ start, end });
    runsOn = line.text.endsWith(",");
    const leads = line.kind === "contents" && /(?:\.\s?){4}/.test(line.text);
    ended = leads || /[.;:!?]["”')\]*]{0,2}$/.test(line.text);
    pageBreak = false;
  }
  return paragraphs;
}

const sentenceEnd = /[.;!?]["')]{0,2} (?=["(]?[A-Z([])/g;
const abbreviation = /\b(?:Inc|Ltd|Co|Corp|No|Nos|Mr|Mrs|Ms|Dr|St|Sec|Art|vs?|e\.g|i\.e|U\.S|[A-Z])\.$/;

/** The sentences of a view's place; a semicolon before a capital ends one as well. */
export function sentencesWithin(view: string, place: Span): readonly Span[] {
  const sentences: Span[] = [];
  let start = place.start;
  for (const match of view.slice(place.start, place.end).matchAll(sentenceEnd)) {
    const end = place.start + match.index + match[0].length;
    if (abbreviation.test(view.slice(Math.max(start, end - match[0].length - 8), end - match[0].length + 1))) continue;
    sentences.push({ start, end });
    start = end;
  }
  if (start < place.end) sentences.push({ start, end: place.end });
  return sentences;
}
