/** What shared limits and a shared cache cost: `node --conditions=aiecs-source adapters/redis/test/measure.ts`. */
import { createDefaultLogger, type ManagedCache } from "@aiecs/core";
import { createRedisCache, createRedisLimits, openRedis } from "@aiecs/redis";
import { startRedis } from "#testing-fixtures/redis-server.ts";

const rounds = 5;

/** The median over some rounds. */
async function microseconds(what: string, times: number, work: () => Promise<unknown>): Promise<void> {
  const took: number[] = [];
  await work();
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    await work();
    took.push(((performance.now() - start) * 1_000) / times);
  }
  const each = took.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
  console.log(`${what}: ${each.toFixed(1)} µs each, ${Math.round(1e6 / each)} per second`);
}

async function times(count: number, work: (index: number) => unknown): Promise<void> {
  for (let index = 0; index < count; index += 1) await work(index);
}

const all = (count: number, work: (index: number) => Promise<unknown>): Promise<unknown> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

await using server = await startRedis();
const logger = createDefaultLogger();
await using connection = await openRedis(server.url, { logger });
await using limits = createRedisLimits({ connection, logger });
const limit = { maxWaiting: 100_000 };
await microseconds("PING", 2_000, () => times(2_000, () => connection.client.ping()));

const rate = limits.rate({ ...limit, name: "rate", perSecond: 1e6, burst: 100_000 });
await microseconds("a permit, one after another", 2_000, () => times(2_000, () => rate.acquire({})));
await microseconds("a permit, 2,000 waiting", 2_000, () => all(2_000, () => rate.acquire({})));

const slots = limits.concurrency({ ...limit, name: "slots", slots: 64 });
const hold = async (): Promise<void> => {
  await slots.acquire({});
  slots.release();
};
await microseconds("a slot taken and given back, one after another", 2_000, () => times(2_000, hold));
await microseconds("a slot taken and given back, 2,000 waiting", 2_000, () => all(2_000, hold));

const open = (maxEntries: number): ManagedCache & AsyncDisposable =>
  createRedisCache({ connection, logger, memory: { maxEntries } });
await using withMemory = open(10_000);
await using withoutMemory = open(0);
const value = { rows: Array.from({ length: 20 }, (_, id) => ({ id, name: `name ${id}`, price: id * 1.5 })) };
const key = (index: number): string => `key-${index % 100}`;
await microseconds("an entry written", 2_000, () => times(2_000, (index) => withMemory.addToCache(key(index), value)));
await microseconds("a hit in memory", 20_000, () => times(20_000, (index) => withMemory.getFromCache(key(index))));
await microseconds("a hit in Redis", 2_000, () => times(2_000, (index) => withoutMemory.getFromCache(key(index))));
await microseconds("a hit in Redis, 2,000 at once", 2_000, () =>
  all(2_000, async (index) => withoutMemory.getFromCache(key(index))),
);
await microseconds("a miss, led and stored", 500, () =>
  times(500, async () => {
    const fresh = crypto.randomUUID();
    await withoutMemory.getFromCache(fresh);
    const lead = await withoutMemory.lead?.(fresh, undefined);
    await withoutMemory.addToCache(fresh, value);
    if (lead && "done" in lead) lead.done();
  }),
);
