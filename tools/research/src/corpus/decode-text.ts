import type { Pace } from "./pace.ts";

export type DecodedText = {
  readonly text: string;
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
};

const chunkBytes = 1024 * 1024;
const sniffedBytes = 8192;

/**
 * The text of a file: what its byte order mark says, else UTF-8, else windows-1252. Null for what is no text.
 * Decoded bit by bit, since a large file would hold the event loop.
 */
export async function decodeText(bytes: Uint8Array, pace: Pace): Promise<DecodedText | null> {
  const marked = encodingOfMark(bytes);
  if (marked === undefined && bytes.subarray(0, sniffedBytes).includes(0)) return null;
  const encoding = marked ?? "utf-8";
  const text = await decode(bytes, encoding, pace);
  if (text !== null) return { text, encoding };
  const western = marked === undefined ? await decode(bytes, "windows-1252", pace) : null;
  return western === null ? null : { text: western, encoding: "windows-1252" };
}

/** Control characters, which bytes that windows-1252 leaves undefined become as well, stand in no text. */
const control = /(?![\t\n\v\f\r])\p{Cc}/u;

function encodingOfMark(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : undefined;
}

async function decode(bytes: Uint8Array, encoding: string, pace: Pace): Promise<string | null> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const parts: string[] = [];
  try {
    for (let start = 0; start < bytes.length; start += chunkBytes) {
      const end = start + chunkBytes;
      const part = decoder.decode(bytes.subarray(start, end), { stream: end < bytes.length });
      if (encoding === "windows-1252" && control.test(part)) return null;
      parts.push(part);
      await pace.breathe();
    }
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
  return parts.join("");
}
