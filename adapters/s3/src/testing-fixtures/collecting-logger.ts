import type { Logger } from "@aiecs/core";

/** A logger that keeps what it is told, as "level: message". */
export type CollectingLogger = Logger & { readonly lines: readonly string[] };

export function createCollectingLogger(): CollectingLogger {
  const lines: string[] = [];
  const keep =
    (level: string) =>
    (fields: object, message = ""): void => {
      const reason = "err" in fields && fields.err instanceof Error ? `: ${fields.err.message}` : "";
      lines.push(`${level}: ${message}${reason}`);
    };
  return {
    lines,
    debug: () => {},
    info: keep("info"),
    warn: keep("warn"),
    error: keep("error"),
    isLevelEnabled: (level) => level !== "debug",
  };
}
