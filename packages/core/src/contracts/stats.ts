import type { CacheStats } from "./cache-provider.ts";

/** Times are in seconds. */
export type OperationStats = {
  readonly count: number;
  readonly errors: number;
  readonly avg_time: number;
  readonly min_time: number;
  readonly max_time: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
};

export type ExecutorStats = {
  readonly cached_tools: number;
  readonly tool_names: readonly string[];
  /** Free slots of the concurrency limit. */
  readonly semaphore_value: number;
  readonly config: { readonly batch_size: number; readonly rate_limit: number | null; readonly enable_cache: boolean };
  /** Finished calls; cache hits and refusals count, steps that never ran do not. */
  readonly total_operations: number;
  readonly failed_operations: number;
  /** 0 to 1; 1 when nothing ran. */
  readonly success_rate: number;
  /** Work that was given up (timed out or cancelled) but has not ended yet. */
  readonly abandoned_operations: number;
  readonly cache: CacheStats;
  readonly operations: { readonly [spec: string]: OperationStats };
};

export type UsageReport = {
  readonly total_usage: number;
  readonly total_errors: number;
  readonly error_rate: number;
  readonly usage_by_interface: { readonly [call: string]: number };
  readonly errors_by_interface: { readonly [call: string]: number };
};
