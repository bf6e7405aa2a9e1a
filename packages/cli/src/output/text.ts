import { styleText } from "node:util";
import type { OutputStream } from "./terminal.ts";

type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

/** The text in a style, where the stream shows styles. */
export function styled(style: Style, text: string, { colors }: OutputStream): string {
  return colors ? styleText(style, text, { validateStream: false }) : text;
}

/**
 * Text from outside (tools, files, arguments) made safe for a terminal: control characters become visible, so that a
 * result can neither move the cursor nor forge a line. Line feeds and tabs stay.
 */
export function printable(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (character) =>
    character === "\r" ? "" : `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}

/** The same on one line. */
export function printableLine(text: string): string {
  return printable(text).replace(/\s*\n\s*/g, " ");
}

/** Cut to so many characters, with an ellipsis in place of the rest. */
export function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(0, length - 1))}…`;
}

/** `12 ms`, `1.2 s`, `3 min 5 s`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 60_000) return `${(durationMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `812 B`, `12.3 kB`, `4.5 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["kB", "MB", "GB", "TB"];
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
  return `${(bytes / 1000 ** power).toFixed(1)} ${units[power - 1] ?? ""}`;
}

/** `1 step`, `3 steps`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
