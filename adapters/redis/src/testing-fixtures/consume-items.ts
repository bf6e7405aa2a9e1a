import { writeSync } from "node:fs";
import { createDefaultLogger } from "@aiecs/core";
import { openRedis } from "#connection/open-redis.ts";
import { openRedisQueue } from "#queue/redis-queue.ts";

/** Handles items of the fast lane until it is killed, and says which it begins. An item named "stuck" never ends. */
const [url = "", leaseMs = "1000"] = process.argv.slice(2);
const logger = createDefaultLogger();
const connection = await openRedis(url, { logger });
const queue = openRedisQueue({ connection, logger, leaseMs: Number(leaseMs) });
queue.consume({
  lane: "fast",
  concurrency: 5,
  async handle(key) {
    writeSync(1, `${key}\n`);
    await (key.startsWith("stuck") ? new Promise(() => {}) : new Promise(setImmediate));
  },
});
