import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { TextDecoder } from "node:util";
import type { ValidationError } from "@aiecs/core/toolkit";
import { csvError } from "./csv-error.ts";
import { fallbackEncoding } from "./encoding.ts";

export type EncodedFile = {
  readonly path: string;
  /** The name its reader knows it by. */
  readonly file: string;
  readonly encoding: string;
};

/** Writes a file anew as UTF-8, piece by piece. @throws E001 naming line and column of the first byte that means nothing */
export async function transcode(source: EncodedFile, target: string, signal: AbortSignal): Promise<void> {
  const decoder = new TextDecoder(source.encoding, { fatal: true });
  try {
    await pipeline(
      createReadStream(source.path),
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
        yield decoder.decode();
      },
      createWriteStream(target),
      { signal },
    );
  } catch (error) {
    signal.throwIfAborted();
    throw isUndecodable(error) ? await undecodable(source) : error;
  }
}

/** The error of a file that holds bytes which mean nothing in its encoding: names the place of the first. */
export async function undecodable({ path, file, encoding }: EncodedFile): Promise<ValidationError> {
  const { line, column } = await findUndecodable(path, encoding);
  const other = encoding === "utf-8" ? fallbackEncoding : "utf-8";
  const problem = `line ${line}, column ${column} holds bytes that are not ${encoding}; give its real encoding, perhaps ${other}`;
  return csvError(file, problem, { details: { line, column, encoding } });
}

/** Two decoders, the second one chunk behind: where the first fails, the second goes on byte by byte. */
async function findUndecodable(path: string, encoding: string): Promise<{ line: number; column: number }> {
  const ahead = new TextDecoder(encoding, { fatal: true });
  const behind = new TextDecoder(encoding, { fatal: true });
  const place = { line: 1, column: 1 };
  for await (const chunk of createReadStream(path)) {
    if (!(chunk instanceof Uint8Array)) continue;
    if (tryDecode(ahead, chunk) !== undefined) {
      advance(place, behind.decode(chunk, { stream: true }));
      continue;
    }
    for (let index = 0; index < chunk.length; index += 1) {
      const text = tryDecode(behind, chunk.subarray(index, index + 1));
      if (text === undefined) return place;
      advance(place, text);
    }
  }
  return place;
}

function tryDecode(decoder: TextDecoder, bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes, { stream: true });
  } catch (error) {
    if (isUndecodable(error)) return undefined;
    throw error;
  }
}

function isUndecodable(error: unknown): boolean {
  return error instanceof TypeError && "code" in error && error.code === "ERR_ENCODING_INVALID_ENCODED_DATA";
}

function advance(place: { line: number; column: number }, text: string): void {
  for (const char of text) {
    place.line += char === "\n" ? 1 : 0;
    place.column = char === "\n" ? 1 : place.column + 1;
  }
}
