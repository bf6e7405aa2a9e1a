import type { ExecutorOptions, TaskConfig, Tool } from "@aiecs/core";

/** Everything that an executor takes, and where tasks are kept. */
export type LocalOptions<Tools extends readonly Tool[]> = ExecutorOptions<Tools> & {
  /** "simple" keeps tasks in memory, as long as the client; "full" in a database, where a later client finds them. */
  readonly mode: "simple" | "full";
  /** Whose calls and tasks these are. @default nobody's */
  readonly userId?: string | undefined;
  /** How tasks are kept and run; mode "simple" ignores `database`. */
  readonly tasks?: Partial<TaskConfig> | undefined;
  /**
   * How long steps of tasks may go on once the client is closed; then they are aborted, to be run again by a later client.
   *
   * @default 10_000 in mode "full", 0 in mode "simple"
   */
  readonly graceMs?: number | undefined;
};
