import { ValidationError } from "@aiecs/core/toolkit";
import type { Piece } from "#ranking/passage.ts";
import { type Pieces, splitText } from "./split-text.ts";

/** A text of the file, with the key it stands under. */
type Text = { readonly key: string; readonly value: string; readonly start: number; readonly end: number };
/** An object or array that is open. */
type Level = { readonly isObject: boolean; key: string; isKeyNext: boolean; readonly texts: Text[]; letters: number };

/** An object with more text becomes several passages, and a text that is longer by itself is cut at its paragraphs. */
const longest = 1200;
const tokensPerPause = 500;

/**
 * Cuts JSON (also one value per line) into passages: one for the texts of each object, with their keys. `start` and `end`
 * tell where these texts stand in the file.
 *
 * @throws E001 for what is no JSON
 */
export function* splitJson(json: string): Pieces {
  const lineOf = createLineCounter(json);
  const levels: Level[] = [createLevel(false, "")];
  let tokens = 0;
  for (let place = 0; place < json.length; ) {
    if (++tokens % tokensPerPause === 0) yield null;
    const level = levels.at(-1);
    if (level === undefined) throw malformed(lineOf(place));
    const letter = json[place] ?? "";
    if (letter === '"') {
      const end = endOfString(json, place);
      const value = end === -1 ? undefined : parseString(json.slice(place, end));
      if (value === undefined) throw malformed(lineOf(place));
      if (level.isKeyNext) level.key = value;
      else yield* take(level, { key: level.key, value, start: place, end }, lineOf);
      place = end;
      continue;
    }
    if (letter === "{" || letter === "[") levels.push(createLevel(letter === "{", level.key));
    else if (letter === "}" || letter === "]") {
      if (levels.length === 1 || level.isObject !== (letter === "}")) throw malformed(lineOf(place));
      levels.pop();
      yield* close(level, levels.at(-1), lineOf);
    } else if (letter === ",") level.isKeyNext = level.isObject;
    else if (letter === ":") level.isKeyNext = false;
    else if (!/[\s\w.+-]/.test(letter) && letter !== "\ufeff") throw malformed(lineOf(place));
    place++;
  }
  const last = levels.pop();
  if (last === undefined || levels.length > 0) throw malformed(lineOf(json.length));
  yield* flush(last, lineOf);
}

type LineOf = (offset: number) => number;

function createLevel(isObject: boolean, key: string): Level {
  return { isObject, key, isKeyNext: isObject, texts: [], letters: 0 };
}

function* take(level: Level, text: Text, lineOf: LineOf): Pieces {
  if (!/\p{L}/u.test(text.value)) return;
  if (text.value.length > longest) {
    yield* flush(level, lineOf);
    const line = lineOf(text.start);
    for (const piece of splitText(text.value, { hasHeadings: true })) {
      yield piece === null ? null : { ...piece, start: text.start, end: text.end, line };
    }
    return;
  }
  if (level.letters + text.value.length > longest) yield* flush(level, lineOf);
  level.texts.push(text);
  level.letters += text.value.length;
}

/** What an array holds belongs to the object around it. */
function* close(level: Level, parent: Level | undefined, lineOf: LineOf): Pieces {
  if (level.isObject || parent === undefined || !parent.isObject) {
    yield* flush(level, lineOf);
    return;
  }
  for (const text of level.texts) yield* take(parent, text, lineOf);
}

function* flush(level: Level, lineOf: LineOf): Pieces {
  const texts = level.texts.splice(0);
  level.letters = 0;
  const [first] = texts;
  if (first === undefined) return;
  const piece: Piece = {
    text: texts.map(({ key, value }) => (key === "" ? value : `${key}: ${value}`)).join("\n"),
    start: Math.min(...texts.map(({ start }) => start)),
    end: Math.max(...texts.map(({ end }) => end)),
    line: lineOf(first.start),
    headings: [],
    page: null,
    row: null,
  };
  yield piece;
}

/** Behind the closing quote; -1 when there is none. */
function endOfString(json: string, start: number): number {
  for (let place = json.indexOf('"', start + 1); place !== -1; place = json.indexOf('"', place + 1)) {
    let slashes = 0;
    while (json[place - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return place + 1;
  }
  return -1;
}

function parseString(literal: string): string | undefined {
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === "string" ? value : undefined;
  } catch {
    // Told as an error with its line by the caller.
    return undefined;
  }
}

/** Counts on from where it was asked last: places are asked for in their order, but for small steps back. */
function createLineCounter(text: string): LineOf {
  let line = 1;
  let counted = 0;
  return (offset) => {
    if (offset < counted) {
      for (let place = text.lastIndexOf("\n", counted - 1); place >= offset && place !== -1; ) {
        line--;
        place = place === 0 ? -1 : text.lastIndexOf("\n", place - 1);
      }
    } else {
      for (let place = text.indexOf("\n", counted); place !== -1 && place < offset; ) {
        line++;
        place = text.indexOf("\n", place + 1);
      }
    }
    counted = offset;
    return line;
  };
}

function malformed(line: number): ValidationError {
  return new ValidationError(`Malformed JSON near line ${line}: expected JSON, or one JSON value per line`);
}
