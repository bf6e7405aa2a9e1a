import type { NetworkLimits, ResourceLimits } from "./limits.ts";
import type { StepRetry } from "./plan.ts";

/** How an executor behaves, in the keys of config files. `0` or null for a rate means no limit. */
export type ExecutorConfig = {
  /** Starts per second of batches and tool calls. @default 5 */
  readonly rate_limit_requests_per_second: number | null;
  /** Burst of that limit. @default 10 */
  readonly batch_size: number;
  /** @default true */
  readonly enable_cache: boolean;
  /** @default 100 */
  readonly cache_size: number;
  /** @default 64 MiB */
  readonly cache_max_bytes: number;
  /** @default 3600 */
  readonly cache_ttl_s: number;
  /** Operations that run at once. @default 64 */
  readonly max_concurrency: number;
  /** Calls that may wait for a limit before further ones are refused. @default 10_000 */
  readonly max_queue: number;
  /** Worker threads. @default the machine's cores */
  readonly max_workers: number;
  /** @default 512 */
  readonly max_thread_memory_mb: number;
  /** Per attempt; 0 or null means none. @default 30_000 */
  readonly timeout_ms: number | null;
  readonly retry: StepRetry | null;
  /** Folders in which tools may read and write files. @default the working directory and the artifacts' folder */
  readonly roots: readonly string[];
  /** Where artifacts of each task are kept. @default ".aiecs/runs" */
  readonly artifacts_folder: string;
  /** How long a task's artifacts are kept after its last one; null for ever. @default null */
  readonly artifact_retention_h: number | null;
  readonly limits: ResourceLimits;
  readonly network: NetworkLimits;
};
