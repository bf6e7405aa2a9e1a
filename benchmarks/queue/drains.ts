import { setTimeout as sleep } from "node:timers/promises";
import { openRedis, openRedisQueue, type RedisConnection } from "@aiecs/redis";
import { Worker } from "bullmq";
import { lookup, lookupParams } from "../harness/lookup.ts";
import { callOf, createOrdersExecutor, strictLogger } from "./jobs.ts";
import type { Urls } from "./services.ts";
import { type Kind, openTaskSide, rawName } from "./sides.ts";

export type DrainOptions = { readonly urls: Urls; readonly concurrency: number };

/** Who works jobs off. */
export type Drain = AsyncDisposable & {
  start(): void;
  /** Resolves when nothing is left, or under way. */
  emptied(): Promise<void>;
};

/** Opens what is to work off `count` jobs; nothing is taken before `start`. */
export function openDrain(kind: Kind, count: number, options: DrainOptions): Promise<Drain> {
  if (kind === "raw") return openRawDrain(count, options);
  if (kind === "queue" || kind === "calls") return openQueueDrain(kind, count, options);
  return openTaskDrain(kind, options);
}

async function openRawDrain(count: number, { urls, concurrency }: DrainOptions): Promise<Drain> {
  const connection = await openRedis(urls.redis, { logger: strictLogger });
  const worker = new Worker(rawName, () => lookup(lookupParams), {
    connection: connection.duplicate(),
    concurrency,
    autorun: false,
  });
  await worker.waitUntilReady();
  let completed = 0;
  const all = Promise.withResolvers<void>();
  worker.on("completed", () => {
    completed += 1;
    if (completed === count) all.resolve();
  });
  return {
    start: () => void worker.run(),
    emptied: () => all.promise,
    async [Symbol.asyncDispose]() {
      await worker.close();
      await connection[Symbol.asyncDispose]();
    },
  };
}

async function openQueueDrain(kind: Kind, count: number, { urls, concurrency }: DrainOptions): Promise<Drain> {
  const connection: RedisConnection = await openRedis(urls.redis, { logger: strictLogger });
  const queue = openRedisQueue({ connection, logger: strictLogger });
  const executor = createOrdersExecutor();
  const { operation, params } = callOf(0);
  const work = kind === "queue" ? () => lookup(lookupParams) : () => executor.executeOperation(operation, params);
  let handled = 0;
  const all = Promise.withResolvers<void>();
  const handle = async (): Promise<void> => {
    await work();
    handled += 1;
    if (handled === count) all.resolve();
  };
  return {
    start: () => void queue.consume({ lane: "fast", concurrency, handle }),
    async emptied() {
      await all.promise;
      while ((await queue.counts()).fast.active > 0) await sleep(1);
    },
    async [Symbol.asyncDispose]() {
      await queue[Symbol.asyncDispose]();
      await executor[Symbol.asyncDispose]();
      await connection[Symbol.asyncDispose]();
    },
  };
}

async function openTaskDrain(kind: Kind, { urls, concurrency }: DrainOptions): Promise<Drain> {
  const { service, ...opened } = await openTaskSide(urls, { relays: kind === "tasks", concurrency });
  await service.check();
  return {
    start: () => service.start({ lanes: ["fast"] }),
    async emptied() {
      for (;;) {
        const { lanes, running } = await service.counts();
        if (lanes.fast.waiting + lanes.fast.active + running === 0) return;
        await sleep(20);
      }
    },
    [Symbol.asyncDispose]: opened[Symbol.asyncDispose],
  };
}
