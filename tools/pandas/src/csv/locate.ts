import { createReadStream } from "node:fs";

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const quote = 0x22;
const space = 0x20;

/** The line, counted from 1, in which a byte stands. */
export async function lineOfByte(path: string, offset: number): Promise<number> {
  let line = 1;
  let previous = 0;
  if (offset <= 0) return line;
  for await (const chunk of createReadStream(path, { end: offset - 1 })) {
    for (const byte of bytesOf(chunk)) {
      if (byte === carriageReturn || (byte === lineFeed && previous !== carriageReturn)) line += 1;
      previous = byte;
    }
  }
  return line;
}

export type RecordPlace = {
  /** Counted from 0, the header left out. */
  readonly record: number;
  readonly delimiter: string;
  /** Whether a blank line is a record, as it is where there is but one column. */
  readonly blankCounts: boolean;
};

/** The line, counted from 1, in which a record of a UTF-8 file begins: quoted fields may hold line breaks. */
export async function lineOfRecord(path: string, { record, delimiter, blankCounts }: RecordPlace): Promise<number> {
  const separator = delimiter.charCodeAt(0);
  let line = 1;
  let begun = 1;
  let seen = -1;
  let empty = true;
  let quoted = false;
  let atFieldStart = true;
  let previous = 0;
  for await (const chunk of createReadStream(path)) {
    for (const byte of bytesOf(chunk)) {
      const pair = byte === lineFeed && previous === carriageReturn;
      previous = byte;
      if (pair) continue;
      if (byte === lineFeed || byte === carriageReturn) {
        line += 1;
        if (quoted) continue;
        if (!empty || (blankCounts && seen >= 0)) seen += 1;
        if (seen > record) return begun;
        begun = line;
        empty = true;
        atFieldStart = true;
        continue;
      }
      empty = false;
      if (byte === quote && (quoted || atFieldStart)) quoted = !quoted;
      else if (!quoted) atFieldStart = byte === separator || (atFieldStart && byte === space);
    }
  }
  return begun;
}

function bytesOf(chunk: unknown): Uint8Array {
  return chunk instanceof Uint8Array ? chunk : new Uint8Array();
}
