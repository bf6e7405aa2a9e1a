import type { Logger } from "@aiecs/core";
import { printableLine } from "#output/text.ts";

type Level = "debug" | "info" | "warn" | "error";

const levels: readonly Level[] = ["debug", "info", "warn", "error"];

export type TerminalLoggerOptions = {
  /** The lowest level that is written. */
  readonly level: Level;
  readonly write: (line: string) => void;
};

/** What the runtime and the tools log, as lines for people. */
export function createTerminalLogger({ level, write }: TerminalLoggerOptions): Logger {
  const isLevelEnabled = (at: Level): boolean => levels.indexOf(at) >= levels.indexOf(level);
  const logAt = (at: Level) => (fields: object, message?: string) => {
    if (isLevelEnabled(at))
      write(printableLine([`${at}:`, message ?? "", fieldsText(fields)].filter(Boolean).join(" ")));
  };
  return {
    debug: logAt("debug"),
    info: logAt("info"),
    warn: logAt("warn"),
    error: logAt("error"),
    isLevelEnabled,
  };
}

function fieldsText(fields: object): string {
  const entries = Object.entries(fields).map(([key, value]) => `${key}=${valueText(value)}`);
  return entries.length === 0 ? "" : `(${entries.join(" ")})`;
}

function valueText(value: unknown): string {
  if (value instanceof Error) return value.stack ?? value.message;
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value); // It refers to itself; a log line must not fail for that.
  }
}
