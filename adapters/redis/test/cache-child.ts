/** Makes equal calls once it is nudged, and says what they gave and how often the work ran here. */
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { createDefaultLogger, createExecutor, defineOperation, defineTool } from "@aiecs/core";
import { createRedisCache, openRedis } from "@aiecs/redis";

type Settings = {
  readonly url: string;
  readonly calls: number;
  readonly workMs: number;
  readonly leaseMs: number;
};

const { url, calls, workMs, leaseMs }: Settings = JSON.parse(process.argv[2] ?? "");
let runs = 0;
const tool = defineTool({
  name: "slow",
  description: "Is slow.",
  version: "1.0.0",
  operations: {
    work: defineOperation({
      description: "Works.",
      inputSchema: { type: "object" },
      annotations: { readOnly: true },
      cache: { ttlS: 60, scope: "global" },
      execute: async () => {
        runs += 1;
        console.log("runs");
        await sleep(workMs);
        return { by: process.pid };
      },
    }),
  },
});
const logger = createDefaultLogger();
await using connection = await openRedis(url, { logger });
await using cache = createRedisCache({ connection, logger, leaseMs, timeoutMs: 2_000 });
await using executor = createExecutor({ tools: [tool], cache });
console.log("ready");
await once(process.stdin, "data");
const results = await Promise.all(Array.from({ length: calls }, () => executor.executeOperation("slow.work", {})));
console.log(JSON.stringify({ runs, results }));
