/** Works in slots, over and over, until it is killed or nudged: says when each piece of work begins and ends. */
import { setTimeout as sleep } from "node:timers/promises";
import { createDefaultLogger } from "@aiecs/core";
import { createRedisLimits, openRedis } from "@aiecs/redis";

type Settings = { readonly url: string; readonly leaseMs: number; readonly workMs: number };

const { url, leaseMs, workMs }: Settings = JSON.parse(process.argv[2] ?? "");
await using connection = await openRedis(url, { logger: createDefaultLogger() });
await using limits = createRedisLimits({ connection, leaseMs });
const limiter = limits.concurrency({ name: "test", slots: 4, maxWaiting: 10_000 });
const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;

let isNudged = false;
process.stdin.once("data", () => (isNudged = true));

async function work(): Promise<void> {
  while (!isNudged) {
    await limiter.acquire({});
    console.log(`begin ${nowMs()}`);
    await sleep(workMs);
    console.log(`end ${nowMs()}`);
    limiter.release();
  }
}

await Promise.all(Array.from({ length: 4 }, work));
