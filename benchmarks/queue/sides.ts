import { openTasks, type TaskService } from "@aiecs/core";
import { openPostgresStore } from "@aiecs/postgres";
import { createRedisEvents, openRedis, openRedisQueue, type RedisConnection } from "@aiecs/redis";
import { Queue } from "bullmq";
import { callOf, createOrdersExecutor, planOf, strictLogger } from "./jobs.ts";
import type { Urls } from "./services.ts";

/** What hands the jobs out: BullMQ by itself, our queue by itself or with a call for each, or tasks with all they have. */
export type Kind = "raw" | "queue" | "calls" | "tasks" | "unrelayed";

export const rawName = "raw";

/** Who brings jobs. */
export type Filler = AsyncDisposable & {
  /** As many at once as can be. */
  fill(count: number): Promise<void>;
  /** One by one, so many of which are under way at a time. */
  add(count: number, sideBySide: number): Promise<void>;
};

export type FillOptions = { readonly urls: Urls; readonly waitMs: number; readonly steps: number };

/** So many are told of at once. */
const bulk = 1_000;

export async function openFiller(kind: Kind, options: FillOptions): Promise<Filler> {
  if (kind === "raw") return openRawFiller(options);
  if (kind === "queue" || kind === "calls") return openQueueFiller(options);
  return openTaskFiller(kind, options);
}

async function openRawFiller({ urls, waitMs }: FillOptions): Promise<Filler> {
  const connection = await openRedis(urls.redis, { logger: strictLogger });
  const queue = new Queue(rawName, {
    connection: connection.client,
    defaultJobOptions: { removeOnComplete: { count: 1_000 } },
  });
  const data = callOf(waitMs);
  return {
    fill: (count) =>
      inBulks(count, (size) => queue.addBulk(Array.from({ length: size }, () => ({ name: "job", data })))),
    add: (count, sideBySide) => inTurns(count, sideBySide, () => queue.add("job", data)),
    async [Symbol.asyncDispose]() {
      await queue.close();
      await connection[Symbol.asyncDispose]();
    },
  };
}

async function openQueueFiller({ urls }: FillOptions): Promise<Filler> {
  const connection = await openRedis(urls.redis, { logger: strictLogger });
  const queue = openRedisQueue({ connection, logger: strictLogger });
  let made = 0;
  const item = () =>
    ({ key: `job-${(made += 1)}`, userId: undefined, lane: "fast", priority: 0, runAt: Date.now() }) as const;
  return {
    fill: (count) => inBulks(count, (size) => queue.add(Array.from({ length: size }, item))),
    add: (count, sideBySide) => inTurns(count, sideBySide, () => queue.add([item()])),
    async [Symbol.asyncDispose]() {
      await queue[Symbol.asyncDispose]();
      await connection[Symbol.asyncDispose]();
    },
  };
}

async function openTaskFiller(kind: Kind, { urls, waitMs, steps }: FillOptions): Promise<Filler> {
  const opened = await openTaskSide(urls, { relays: kind === "tasks", concurrency: 1 });
  const tasks = opened.service.forUser(undefined);
  const plan = planOf(steps, waitMs);
  const add: Filler["add"] = (count, sideBySide) => inTurns(count, sideBySide, () => tasks.submitTask(plan));
  return { fill: (count) => add(count, 100), add, [Symbol.asyncDispose]: opened[Symbol.asyncDispose] };
}

async function inBulks(count: number, add: (size: number) => Promise<unknown>): Promise<void> {
  for (let left = count; left > 0; left -= bulk) await add(Math.min(left, bulk));
}

async function inTurns(count: number, sideBySide: number, add: () => Promise<unknown>): Promise<void> {
  let left = count;
  const go = async (): Promise<void> => {
    while (left-- > 0) await add();
  };
  await Promise.all(Array.from({ length: Math.min(count, sideBySide) }, go));
}

export type TaskSide = AsyncDisposable & { readonly service: TaskService; readonly connection: RedisConnection };

/** Tasks as a process of `aiecs serve` or `aiecs worker` has them. */
export async function openTaskSide(
  urls: Urls,
  { relays, concurrency }: { readonly relays: boolean; readonly concurrency: number },
): Promise<TaskSide> {
  const executor = createOrdersExecutor();
  const connection = await openRedis(urls.redis, { logger: strictLogger });
  const parts = {
    store: await openPostgresStore({ url: urls.postgres, logger: strictLogger }),
    queue: openRedisQueue({ connection, logger: strictLogger }),
    ...(relays && { relay: createRedisEvents({ connection, logger: strictLogger }) }),
  };
  const config = { fast_concurrency: concurrency, max_open_per_user: 1_000_000 };
  const service = await openTasks({ executor, config, logger: strictLogger, ...parts });
  return {
    service,
    connection,
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]();
      await executor[Symbol.asyncDispose]();
      await connection[Symbol.asyncDispose]();
    },
  };
}
