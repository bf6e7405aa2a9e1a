import { describeTaskQueueConformance } from "@aiecs/core/testing";
import { afterAll, beforeAll, describe, it } from "vitest";
import { openRedis } from "#connection/open-redis.ts";
import { createCollectingLogger } from "#testing-fixtures/collecting-logger.ts";
import { type RedisServer, startRedis } from "#testing-fixtures/redis-server.ts";
import { openRedisQueue } from "./redis-queue.ts";

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server?.[Symbol.asyncDispose]());

let made = 0;
const logger = createCollectingLogger();

describeTaskQueueConformance({ describe, it }, async () => {
  const prefix = `test-${(made += 1)}`;
  const stack = new AsyncDisposableStack();
  return {
    async open() {
      const connection = stack.use(await openRedis(server.url, { logger }));
      return stack.use(openRedisQueue({ connection, logger, prefix }));
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
});
