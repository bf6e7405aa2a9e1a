import { TextDecoder } from "node:util";
import { ValidationError } from "@aiecs/core/toolkit";
import { csvError } from "./csv-error.ts";

/** A file's encoding, and whether it was found rather than told. */
export type Encoding = { readonly label: string; readonly guessed: boolean };

/** What remains when a file is no UTF-8: every byte means something in it. */
export const fallbackEncoding = "windows-1252";

/**
 * The encoding of a file by its first bytes: the one that was told, else what a byte order mark says, else UTF-8, else
 * windows-1252.
 *
 * @throws E001 when there is no encoding of the told name, or when the bytes are no text
 */
export function detectEncoding(head: Uint8Array, told: string | undefined, file: string): Encoding {
  if (told !== undefined) return { label: canonicalLabel(told), guessed: false };
  if (startsWith(head, [0xef, 0xbb, 0xbf])) return { label: "utf-8", guessed: false };
  if (startsWith(head, [0xff, 0xfe])) return { label: "utf-16le", guessed: false };
  if (startsWith(head, [0xfe, 0xff])) return { label: "utf-16be", guessed: false };
  const problem = problemOfBinary(head);
  if (problem !== undefined) throw csvError(file, problem);
  return { label: isUtf8Head(head) ? "utf-8" : fallbackEncoding, guessed: true };
}

/** The text of a file's first bytes; bytes that mean nothing are reported by whoever reads the file whole. */
export function decodeHead(head: Uint8Array, label: string): string {
  return new TextDecoder(label).decode(head, { stream: true });
}

function canonicalLabel(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ValidationError(
      `encoding: expected a WHATWG encoding label such as utf-8, windows-1252, utf-16le or shift_jis, received ${JSON.stringify(label)}`,
    );
  }
}

function problemOfBinary(head: Uint8Array): string | undefined {
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04]))
    return "it is a workbook (xlsx) or another ZIP archive; save it as CSV";
  if (startsWith(head, [0x1f, 0x8b])) return "it is compressed (gzip); unpack it first";
  if (startsWith(head, [0x50, 0x41, 0x52, 0x31])) return "it is Parquet; pass it as a table instead";
  const zero = head.indexOf(0);
  if (zero === -1) return undefined;
  return `byte ${zero + 1} is zero, so it is no text, or UTF-16 without a byte order mark; in that case give the encoding utf-16le or utf-16be`;
}

function isUtf8Head(head: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}
