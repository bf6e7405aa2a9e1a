/** Takes permits as fast as it gets them for a while, once it is nudged; says when each was given and used. */
import { once } from "node:events";
import { createDefaultLogger } from "@aiecs/core";
import { createRedisLimits, openRedis } from "@aiecs/redis";

type Settings = { readonly url: string; readonly forMs: number };

const { url, forMs }: Settings = JSON.parse(process.argv[2] ?? "");
const perSecond = 50;
await using connection = await openRedis(url, { logger: createDefaultLogger() });
const given: number[] = [];
const used: number[] = [];
await using limits = createRedisLimits({
  connection: {
    ...connection,
    async run(work) {
      const reply = await connection.run(work);
      if (Array.isArray(reply)) noteGiven(reply.map(Number));
      return reply;
    },
  },
});
const limiter = limits.rate({ name: "test", perSecond, burst: 10, maxWaiting: 10_000 });

/** The script tells how many permits it gives, how many it promises, from when on, and what time it is. */
function noteGiven([now = 0, promised = 0, waitUs = 0, timeUs = 0]: readonly number[]): void {
  for (let count = 0; count < now; count += 1) given.push(timeUs / 1_000);
  for (let count = 0; count < promised; count += 1) given.push((timeUs + waitUs) / 1_000 + (count * 1_000) / perSecond);
}

async function take(untilMs: number): Promise<void> {
  while (performance.now() < untilMs) {
    await limiter.acquire({});
    // Of one machine's processes, this clock is one and the same.
    used.push(Number(process.hrtime.bigint()) / 1e6);
  }
}

console.log("ready");
await once(process.stdin, "data");
const untilMs = performance.now() + forMs;
await Promise.all(Array.from({ length: 20 }, () => take(untilMs)));
console.log(JSON.stringify({ given, used }));
