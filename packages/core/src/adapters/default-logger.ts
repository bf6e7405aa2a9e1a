import { createRequire } from "node:module";
import type { Logger } from "#contracts/logger.ts";

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

type Level = Exclude<LogLevel, "silent">;

const ranks: { readonly [L in LogLevel]: number } = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 };

/** Structured logs to standard error by pino, which is loaded when the first line is written. @default level "error" */
export function createDefaultLogger(options: { readonly level?: LogLevel } = {}): Logger {
  const { level = "error" } = options;
  const lowest = ranks[level];
  let pino: Logger | undefined;
  const write = (at: Level, fields: object, message: string | undefined): void => {
    if (ranks[at] < lowest) return;
    pino ??= loadPino(level);
    pino[at](fields, message);
  };
  return {
    debug: (fields, message) => write("debug", fields, message),
    info: (fields, message) => write("info", fields, message),
    warn: (fields, message) => write("warn", fields, message),
    error: (fields, message) => write("error", fields, message),
    isLevelEnabled: (at) => ranks[at] >= lowest,
  };
}

function loadPino(level: LogLevel): Logger {
  const { pino } = createRequire(import.meta.url)("pino") as typeof import("pino");
  // Only what stands under `err` would be written as an error by itself; anything else as an empty object.
  const serializers = { error: pino.stdSerializers.err };
  return pino({ level, name: "aiecs", serializers }, pino.destination({ fd: 2, sync: true }));
}
