/** How tasks are kept and run, in the keys of config files. */
export type TaskConfig = {
  /** The SQLite file. @default ".aiecs/tasks.db" */
  readonly database: string;
  /** What a commit survives: "full" a loss of power, "normal" a crash of the process alone. @default "full" */
  readonly sync: "full" | "normal";
  /** A runner that is not heard of for so long loses its tasks. @default 15 */
  readonly lease_s: number;
  /** Tasks of the fast lane that run at once in this process. @default 10 */
  readonly fast_concurrency: number;
  /** @default 2 */
  readonly heavy_concurrency: number;
  /** How long tasks are kept after they ended; null for ever. @default null */
  readonly retention_h: number | null;
  /** How long a step waits for an approval before it is rejected. @default 168 */
  readonly approval_timeout_h: number;
  /** Larger results are kept as artifacts. @default 65_536 */
  readonly inline_result_bytes: number;
  /** How many tasks of one user may wait or run; more are refused. @default 10_000 */
  readonly max_open_per_user: number;
};
