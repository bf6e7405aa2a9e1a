/** Structured logging: an object of fields, then a message. A pino logger fits as it is. */
export interface Logger {
  debug(fields: object, message?: string): void;
  info(fields: object, message?: string): void;
  warn(fields: object, message?: string): void;
  error(fields: object, message?: string): void;
  /** Whether a level is on, so that nothing is prepared for a line that is not written. */
  isLevelEnabled(level: "debug" | "info" | "warn" | "error"): boolean;
}
