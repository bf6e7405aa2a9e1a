import {
  type EventRelay,
  type LimiterFactory,
  type Logger,
  type ManagedCache,
  resolveConfig,
  type TaskQueue,
} from "@aiecs/core";
import type { LoadedConfig } from "#config/load-config.ts";
import { redisUrl } from "#config/service-urls.ts";
import { loadAdapter } from "./load-adapter.ts";

const longestQueueLeaseMs = 10_000;

/** What processes share by a Redis. Disposing of it closes the connection. */
export type RedisServices = AsyncDisposable & {
  readonly limits: LimiterFactory;
  readonly cache: ManagedCache;
  /**
   * Closed by the service of tasks that it is given to. What a process has taken comes again when it is not heard of for
   * 10 seconds, or for as long as leases of tasks last where that is less.
   */
  openQueue(options: { readonly leaseS: number }): Promise<TaskQueue>;
  /** Closed by the service of tasks that it is given to. */
  openRelay(): Promise<EventRelay>;
};

/**
 * Connects to the Redis that is configured; undefined when none is.
 *
 * @throws InputError when its URL or the package is not right, E006 when it cannot be used
 */
export async function openRedisServices(config: LoadedConfig, logger: Logger): Promise<RedisServices | undefined> {
  const url = redisUrl(config);
  if (url === undefined) return undefined;
  const { openRedis, createRedisCache, createRedisEvents, createRedisLimits, openRedisQueue } = await loadAdapter(
    "@aiecs/redis",
    "A Redis",
    () => import("@aiecs/redis"),
  );
  await using stack = new AsyncDisposableStack();
  const connection = stack.use(await openRedis(url, { logger }));
  const { cache_size: maxEntries, cache_max_bytes: maxBytes, cache_ttl_s: ttlS } = resolveConfig(config.executor);
  const cache = stack.use(await createRedisCache({ connection, memory: { maxEntries, maxBytes, ttlS }, logger }));
  const limits = stack.use(createRedisLimits({ connection, logger }));
  const parts = stack.move();
  return {
    limits,
    cache,
    openQueue: async ({ leaseS }) =>
      openRedisQueue({ connection, logger, leaseMs: Math.min(longestQueueLeaseMs, leaseS * 1_000) }),
    openRelay: async () => createRedisEvents({ connection, logger }),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
