import { randomUUID } from "node:crypto";
import { type Clock, createDefaultLogger, type LimiterFactory, type Logger, systemClock } from "@aiecs/core";
import type { RedisConnection } from "#connection/open-redis.ts";
import { Heartbeat } from "./heartbeat.ts";
import { SharedRateLimiter } from "./shared-rate-limiter.ts";
import { SharedSlots } from "./shared-slots.ts";

export type RedisLimitsOptions = {
  readonly connection: RedisConnection;
  /** @default errors of the runtime itself, as JSON lines on standard error */
  readonly logger?: Logger;
  /** For waiting in this process; permits and leases are counted by the clock of Redis. @default the system's clock */
  readonly clock?: Clock;
  /** What keys and channels begin with. @default "aiecs" */
  readonly prefix?: string;
  /** How long a killed process keeps its slots at most; the same in all processes. @default 10_000 */
  readonly leaseMs?: number;
  /** How long calls wait for a Redis that does not answer before they fail with E006. @default 5_000 */
  readonly patienceMs?: number;
};

/** Limits that all processes with the same Redis and prefix count together. */
export type RedisLimits = LimiterFactory & AsyncDisposable;

/**
 * Limits across processes, as `limits` of an executor. Dispose of it after the executors that use it.
 *
 * While Redis is away no call passes a limit: those who wait fail with E006 when `patienceMs` are over. What runs goes on.
 */
export function createRedisLimits(options: RedisLimitsOptions): RedisLimits {
  const { connection, logger = createDefaultLogger(), clock = systemClock, prefix = "aiecs" } = options;
  const { leaseMs = 10_000, patienceMs = 5_000 } = options;
  const processId = randomUUID();
  const heartbeat = new Heartbeat({ clock, processId, everyMs: leaseMs / 3 });
  const channels = `${prefix}:slots:`;
  let subscriber: ReturnType<RedisConnection["duplicate"]> | undefined;
  const ask = createAsking(connection, logger);
  const subscribe = (): void => {
    if (subscriber) return;
    subscriber = connection.duplicate();
    subscriber.on("ready", () => heartbeat.lookNow());
    subscriber.on("message", (_channel: string, name: string) => heartbeat.deliver(name));
    // Comes true as soon as Redis is there, and again after each time it was away. Whoever waits looks by itself, too.
    subscriber.subscribe(`${channels}${processId}`).catch(() => undefined);
  };
  return {
    rate({ name, ...limit }) {
      const key = `${prefix}:rate:${name}:${limit.perSecond}:${limit.burst}`;
      return new SharedRateLimiter({ ask, clock, key, patienceMs, ...limit });
    },
    concurrency({ name, ...limit }) {
      const key = `${prefix}:slots:{${name}:${limit.slots}}`;
      const shared = new SharedSlots({ ask, clock, heartbeat, key, channels, leaseMs, patienceMs, ...limit });
      subscribe();
      return shared;
    },
    async [Symbol.asyncDispose]() {
      heartbeat.stop();
      subscriber?.disconnect();
    },
  };
}

/** Asks Redis; says once that it does not answer, and once that it does again. */
function createAsking(connection: RedisConnection, logger: Logger): RedisConnection["run"] {
  let isAway = false;
  return async (work) => {
    try {
      const reply = await connection.run(work);
      if (isAway) logger.info({ redis: connection.where }, "Limits are counted by Redis again");
      isAway = false;
      return reply;
    } catch (error) {
      if (!isAway)
        logger.warn({ err: error }, "Redis does not count limits: calls that have one wait, and fail in a while");
      isAway = true;
      throw error;
    }
  };
}
