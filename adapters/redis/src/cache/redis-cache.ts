import {
  type Clock,
  createMemoryCache,
  type Logger,
  type ManagedCache,
  type MemoryCacheOptions,
  systemClock,
} from "@aiecs/core";
import type { RedisConnection } from "#connection/open-redis.ts";
import { TwoLevelCache } from "./two-level-cache.ts";

export type RedisCacheOptions = {
  readonly connection: RedisConnection;
  readonly logger: Logger;
  /** The first level; `ttlS` is also how long entries live in Redis that do not say so themselves. */
  readonly memory?: MemoryCacheOptions;
  /** What keys and channels begin with. @default "aiecs" */
  readonly prefix?: string;
  /** Larger results stay in this process. @default 1 MiB */
  readonly maxValueBytes?: number;
  /** A Redis that takes longer is a miss, and left alone for a while. @default 250 */
  readonly timeoutMs?: number;
  /** How long others wait for a process that was killed while it worked for all of them. @default 5_000 */
  readonly leaseMs?: number;
  /** @default the system's clock */
  readonly clock?: Clock;
};

/** A cache that processes share. Dispose of it after the executors that use it. */
export type RedisCache = ManagedCache & Required<Pick<ManagedCache, "lead">> & AsyncDisposable;

/**
 * Keeps results in memory, and in Redis for all processes; of equal calls in several processes at once, one works. A
 * Redis that is away is a miss, never an error. What only one process can hold, a table for instance, stays in memory.
 */
export function createRedisCache(options: RedisCacheOptions): RedisCache {
  const { clock = systemClock, memory = {}, prefix = "aiecs", maxValueBytes = 1_048_576 } = options;
  const { connection, logger, timeoutMs = 250, leaseMs = 5_000 } = options;
  return new TwoLevelCache({
    connection,
    logger,
    clock,
    prefix: `${prefix}:cache:`,
    maxValueBytes,
    timeoutMs,
    leaseMs,
    defaultTtlS: memory.ttlS ?? 3_600,
    memory: createMemoryCache({ clock, ...memory }),
  });
}
