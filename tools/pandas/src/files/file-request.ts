import type { Engine } from "#duckdb/engine.ts";

/** A file to be read into a table. */
export type FileRequest = {
  readonly engine: Engine;
  /** A path that may be read, and the name the caller gave it. */
  readonly path: string;
  readonly file: string;
  readonly signal: AbortSignal;
  progress(fraction: number): void;
};
