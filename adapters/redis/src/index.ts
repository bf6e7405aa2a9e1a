export { createRedisCache, type RedisCache, type RedisCacheOptions } from "#cache/redis-cache.ts";
export { openRedis, type RedisConnection, type RedisOpenOptions } from "#connection/open-redis.ts";
export { createRedisEvents, type RedisEventsOptions } from "#events/redis-events.ts";
export { createRedisLimits, type RedisLimits, type RedisLimitsOptions } from "#limits/redis-limits.ts";
export { openRedisQueue, type RedisQueueOptions } from "#queue/redis-queue.ts";
