import { createHash } from "node:crypto";
import { extname, join } from "node:path";

/** Room is left below the usual 255 bytes for a counter and for the name it has while being written. */
const maxNameBytes = 180;
const maxExtensionBytes = 20;
/** Nothing before this many characters from the end is looked at. */
const maxConsidered = 1_000;
const plainTaskId = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const unsafeCharacters = /[\p{C}\p{Zl}\p{Zp}<>:"/\\|?*]/gu;
const windowsDevice = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/**
 * The folder of one task's artifacts. Two task ids never share one: an id that is no plain name gets a name that begins
 * with `_`, as no plain one does, and ends with a hash of the id.
 */
export function taskFolder(folder: string, taskId: string): string {
  return join(folder, isPlain(taskId) ? taskId : `_${safeFileName(taskId, 60)}-${hashOf(taskId)}`);
}

/**
 * A file name that every system takes: the last part of the given path, without control and reserved characters,
 * leading and trailing dots and spaces, and device names; shortened, its extension kept.
 */
export function safeFileName(name: string, maxBytes: number = maxNameBytes): string {
  const last =
    name
      .slice(-maxConsidered)
      .split(/[/\\]/)
      .findLast((part) => /[^.\s]/.test(part)) ?? "";
  const clean = last.toWellFormed().normalize("NFC").replace(unsafeCharacters, "_");
  const trimmed = trim(clean) || "artifact";
  const extension = extensionOf(trimmed);
  const stem = cut(trimmed.slice(0, trimmed.length - extension.length), maxBytes - Buffer.byteLength(extension));
  const short = `${trim(stem) || "artifact"}${extension}`;
  return windowsDevice.test(short) ? `_${short}` : short;
}

/** `sales.png`, `sales-2.png`, `sales-3.png`, … */
export function numberedName(name: string, number: number): string {
  if (number === 1) return name;
  const extension = extensionOf(name);
  return `${name.slice(0, name.length - extension.length)}-${number}${extension}`;
}

function isPlain(taskId: string): boolean {
  return plainTaskId.test(taskId) && !taskId.endsWith(".") && !windowsDevice.test(taskId);
}

function extensionOf(name: string): string {
  const extension = extname(name);
  return Buffer.byteLength(extension) <= maxExtensionBytes ? extension : "";
}

function trim(text: string): string {
  return text.replace(/^[.\s]+|[.\s]+$/g, "");
}

/** At most so many bytes of UTF-8, no character cut in two. */
function cut(text: string, maxBytes: number): string {
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes) break;
    end += character.length;
  }
  return text.slice(0, end);
}

function hashOf(text: string): string {
  return createHash("sha256").update(text, "utf16le").digest("hex").slice(0, 32);
}
