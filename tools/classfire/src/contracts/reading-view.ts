import type { Line } from "./lines.ts";
import { isSpace, type Span } from "./span.ts";

/**
 * A text as it reads: one space for any white space, words joined again where a line break cut them, straight quotes,
 * and no page numbers or running headers. `places` leads back to the text itself.
 */
export interface ReadingView {
  readonly text: string;
  /** Where a place of the view stands in the text. */
  toText(span: Span): Span;
  /** Where a place of the text stands in the view; what the view leaves out stands at the next character it has. */
  toView(place: number): number;
}

const quotes: ReadonlyMap<string, string> = new Map([
  ["“", '"'],
  ["”", '"'],
  ["„", '"'],
  ["‘", "'"],
  ["’", "'"],
  ["–", "-"],
  ["—", "-"],
  ["‑", "-"],
]);
const pieceLength = 8_192;

export function readingView(text: string, lines: readonly Line[]): ReadingView {
  const places = new Uint32Array(text.length + 1);
  const pieces: string[] = [];
  let piece = "";
  let length = 0;
  let spaced = true;
  const put = (character: string, place: number): void => {
    places[length++] = place;
    piece += character;
    if (piece.length >= pieceLength) {
      pieces.push(piece);
      piece = "";
    }
  };
  for (const line of lines) {
    if (line.kind === "furniture" || line.kind === "blank") continue;
    const cut = cutsWord(text, line.end);
    for (let place = line.start; place < line.end; place++) {
      const code = text.charCodeAt(place);
      if (isSpace(code)) {
        if (!spaced) put(" ", place);
        spaced = true;
      } else if (code !== 0x2a && code !== 0xad && !(cut && place === lastPlace(text, line.end))) {
        const character = text.charAt(place);
        put(code < 128 ? character : (quotes.get(character) ?? character), place);
        spaced = false;
      }
    }
    if (!spaced && !cut) {
      put(" ", line.end);
      spaced = true;
    }
  }
  pieces.push(piece);
  return createView(pieces.join(""), places.subarray(0, length), text.length);
}

function createView(viewed: string, places: Uint32Array, textLength: number): ReadingView {
  const toView = (place: number): number => {
    let low = 0;
    let high = places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[middle] ?? textLength) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const toText = ({ start, end }: Span): Span => ({
    start: places[start] ?? textLength,
    end: end <= start ? (places[start] ?? textLength) : Math.min(textLength, (places[end - 1] ?? textLength - 1) + 1),
  });
  return { text: viewed, toText, toView };
}

/** A hyphen at the end of a line, a letter before it, and a small letter after the break: one word. */
function cutsWord(text: string, end: number): boolean {
  const hyphen = lastPlace(text, end);
  if (text.charCodeAt(hyphen) !== 45 || !isLetter(text.charCodeAt(hyphen - 1))) return false;
  let next = end + 1;
  while (next < text.length && next < end + 40 && isSpace(text.charCodeAt(next))) next++;
  const code = text.charCodeAt(next);
  return code >= 97 && code <= 122;
}

function lastPlace(text: string, end: number): number {
  let last = end - 1;
  while (last > 0 && last > end - 10 && isSpace(text.charCodeAt(last))) last--;
  return last;
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}
