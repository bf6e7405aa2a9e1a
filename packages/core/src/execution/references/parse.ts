import { DslEvaluationError } from "#contracts/errors.ts";
import { parseQuoted } from "./parse-quoted.ts";
import { isDigit, isNameStart, type ReferenceRoot, rootAt } from "./reference-text.ts";

/** A pointer to an earlier result, to the input, or to the element at hand. */
export type Reference = {
  readonly root: ReferenceRoot;
  /** Of `$result[i]`, as written: negative counts back from the step itself. */
  readonly index?: number;
  /** Of `$steps.id`. */
  readonly id?: string;
  readonly path: readonly (string | number)[];
  /** As written, without the braces of a template. */
  readonly text: string;
};

/** The text, and how far it is read. */
type Cursor = { readonly text: string; at: number };

const maxLength = 4_096;
const maxSegments = 64;
const maxExcerpt = 200;

/** The text as one reference, whole. @throws E007 with the column and what was expected there */
export function parseReference(text: string): Reference {
  const { reference, end } = parseReferenceAt(text, 0);
  if (end < text.length) throw malformedReference(text, end, `${continuations(reference)} or the end`);
  return reference;
}

/** The reference that starts at `start`, as far as it goes; what may follow is the caller's to say. @throws E007 */
export function parseReferenceAt(text: string, start: number): { readonly reference: Reference; readonly end: number } {
  const root = text.charAt(start) === "$" ? rootAt(text, start + 1) : undefined;
  if (root === undefined) throw malformedReference(text, start, "$result, $steps, $input, $item or $index");
  const cursor: Cursor = { text, at: start + 1 + root.length };
  const reference = readReference(cursor, root, start);
  const end = cursor.at;
  if (end - start > maxLength) throw malformedReference(text, start + maxLength, `at most ${maxLength} characters`);
  return { reference, end };
}

/** What could have gone on with a reference that was read whole, for a message. */
export function continuations(reference: Reference): string {
  return reference.root === "index" ? "nothing more" : "'.', '['";
}

/** The error for a place in the text, counted from 0. */
export function malformedReference(text: string, at: number, expected: string): DslEvaluationError {
  const code = text.codePointAt(at);
  const found = code === undefined ? "the end" : `'${String.fromCodePoint(code)}'`;
  const shown = text.length > maxExcerpt ? `${text.slice(0, maxExcerpt)}…` : text;
  const message = `Malformed reference '${shown}' at column ${at + 1}: expected ${expected}, found ${found}`;
  return new DslEvaluationError(message, { details: { text: shown, column: at + 1, expected } });
}

function readReference(cursor: Cursor, root: ReferenceRoot, start: number): Reference {
  const { text } = cursor;
  switch (root) {
    case "result": {
      const index = readResultIndex(cursor);
      return { root, index, path: readPath(cursor), text: text.slice(start, cursor.at) };
    }
    case "steps": {
      const id = readStepId(cursor);
      return { root, id, path: readPath(cursor), text: text.slice(start, cursor.at) };
    }
    case "index":
      return { root, path: [], text: text.slice(start, cursor.at) };
    default:
      return { root, path: readPath(cursor), text: text.slice(start, cursor.at) };
  }
}

function readResultIndex(cursor: Cursor): number {
  take(cursor, "[", "'[' and the index of a step, such as $result[0]");
  const index = readInteger(cursor, "the index of a step");
  take(cursor, "]", "']'");
  return index;
}

function readStepId(cursor: Cursor): string {
  take(cursor, ".", "'.' and the id of a step, such as $steps.sales");
  return readName(cursor, "the id of a step");
}

function readPath(cursor: Cursor): (string | number)[] {
  const path: (string | number)[] = [];
  for (;;) {
    const next = cursor.text.charAt(cursor.at);
    if (next !== "." && next !== "[") return path;
    if (path.length === maxSegments) throw expected(cursor, `at most ${maxSegments} path segments`);
    cursor.at++;
    path.push(
      next === "." ? readName(cursor, 'a name (an index is written [0], any other key ["…"])') : readBracketed(cursor),
    );
  }
}

function readBracketed(cursor: Cursor): string | number {
  const start = cursor.at;
  const quote = cursor.text.charAt(start);
  if (quote !== '"' && quote !== "'") {
    const index = readInteger(cursor, "an index or a quoted key");
    take(cursor, "]", "']'");
    return index;
  }
  const { value, end } = parseQuoted(cursor.text, start, (at, what) => malformedReference(cursor.text, at, what));
  cursor.at = end;
  take(cursor, "]", "']'");
  return value;
}

function readName(cursor: Cursor, what: string): string {
  const { text, at: start } = cursor;
  if (!isNameStart(text.charCodeAt(start))) throw expected(cursor, what);
  let end = start + 1;
  while (isNamePart(text.charCodeAt(end))) end++;
  cursor.at = end;
  return text.slice(start, end);
}

/** Beyond the safe integers the nearest one stands for it: no list is that long, and the text keeps what was written. */
function readInteger(cursor: Cursor, what: string): number {
  const { text, at: start } = cursor;
  const negative = text.charAt(start) === "-";
  const first = negative ? start + 1 : start;
  if (!isDigit(text.charCodeAt(first))) throw expected(cursor, what);
  let end = first + 1;
  if (text.charAt(first) !== "0") while (isDigit(text.charCodeAt(end))) end++;
  cursor.at = end;
  const size = Math.min(Number(text.slice(first, end)), Number.MAX_SAFE_INTEGER);
  return negative && size > 0 ? -size : size;
}

function isNamePart(code: number): boolean {
  return isNameStart(code) || isDigit(code) || code === 0x2d;
}

function take(cursor: Cursor, character: string, what: string): void {
  if (cursor.text.charAt(cursor.at) !== character) throw expected(cursor, what);
  cursor.at++;
}

function expected(cursor: Cursor, what: string): DslEvaluationError {
  return malformedReference(cursor.text, cursor.at, what);
}
