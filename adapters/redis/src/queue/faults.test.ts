import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { QueueItem, TaskQueue } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { openRedis } from "#connection/open-redis.ts";
import { createCollectingLogger } from "#testing-fixtures/collecting-logger.ts";
import { type RedisServerOptions, startRedis } from "#testing-fixtures/redis-server.ts";
import { openRedisQueue } from "./redis-queue.ts";

const item = (key: string, userId = "ann"): QueueItem => ({ key, userId, lane: "fast", priority: 0, runAt: 0 });
const items = (count: number, userId = "ann"): QueueItem[] =>
  Array.from({ length: count }, (_, index) => item(`${userId} ${index}`, userId));
const none = { waiting: 0, delayed: 0, active: 0 };
const soon = { timeout: 10_000, interval: 20 };

/** A Redis of its own, and a queue in it. */
async function setUp(options: RedisServerOptions = {}) {
  const stack = new AsyncDisposableStack();
  const server = stack.use(await startRedis(options));
  const logger = createCollectingLogger();
  const connection = stack.use(await openRedis(server.url, { logger, commandTimeoutMs: 1_000 }));
  const queue = stack.use(openRedisQueue({ connection, logger, leaseMs: 1_000 }));
  return { server, logger, connection, queue, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

function consume(queue: TaskQueue, { concurrency = 5, pauseMs = 0 } = {}) {
  const handled: string[] = [];
  const consumer = queue.consume({
    lane: "fast",
    concurrency,
    async handle(key) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      handled.push(key);
    },
  });
  return { handled, consumer };
}

describe("a queue in Redis", () => {
  it("[DIST-5] starts a user's only item after a few of those that another has 10,000 of", async () => {
    await using setup = await setUp();
    const { queue } = setup;
    await queue.add(items(10_000));
    const { handled, consumer } = consume(queue, { concurrency: 4, pauseMs: 1 });
    await expect.poll(() => handled.length, soon).toBeGreaterThan(100);
    const before = handled.length;
    await queue.add([item("bob's", "bob")]);
    const added = handled.length;
    await expect.poll(() => handled.includes("bob's"), soon).toBe(true);
    expect(handled.indexOf("bob's")).toBeGreaterThanOrEqual(before);
    expect(handled.indexOf("bob's") - added).toBeLessThan(20);
    await consumer.close();
    expect((await queue.counts()).fast.waiting).toBe(10_001 - handled.length);
  });

  it("[REL-3] keeps nothing of what was handled", async () => {
    await using setup = await setUp();
    const { queue, connection } = setup;
    await queue.add(items(2_000));
    const { handled, consumer } = consume(queue, { concurrency: 50 });
    await expect.poll(() => handled.length, soon).toBe(2_000);
    await expect.poll(async () => await connection.client.llen("aiecs:fast_tasks:wait"), soon).toBe(0);
    await consumer.close();
    expect((await queue.counts()).fast).toEqual(none);
    const keys = await connection.client.keys("*");
    expect(keys.filter((key) => !/:(meta|events|id|no|waiting|stalled-check|marker)$/.test(key))).toEqual([]);
  });

  it("[DIST-4] hands over again, soon, what a process had taken that was killed", async () => {
    await using setup = await setUp();
    const { queue, server } = setup;
    await queue.add([item("stuck 1"), item("stuck 2"), item("done", "bob")]);
    const script = fileURLToPath(new URL("../testing-fixtures/consume-items.ts", import.meta.url));
    const args = ["--conditions=aiecs-source", script, server.url, "1000"];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (part: string) => (said += part));
    try {
      await expect.poll(() => said.split("\n").length, { timeout: 20_000 }).toBe(4);
      await expect.poll(async () => (await queue.counts()).fast.active, soon).toBe(2);
    } finally {
      const ended = once(child, "close");
      child.kill("SIGKILL");
      await ended;
    }
    const { handled, consumer } = consume(queue);
    await expect.poll(() => handled.toSorted(), soon).toEqual(["stuck 1", "stuck 2"]);
    await consumer.close();
    expect((await queue.counts()).fast).toEqual(none);
  }, 40_000);

  it("[DIST-4] goes on by itself when Redis is restarted and has kept what it was told", async () => {
    await using setup = await setUp({ appendOnly: true });
    const { queue, server } = setup;
    await queue.add(items(50));
    const { handled, consumer } = consume(queue, { pauseMs: 30 });
    await expect.poll(() => handled.length, soon).toBeGreaterThan(10);
    await server.restart();
    await expect.poll(() => new Set(handled).size, soon).toBe(50);
    await consumer.close();
    await expect.poll(async () => (await queue.counts()).fast, soon).toEqual(none);
  });

  it("[DIST-4] takes again what it is given again when Redis has forgotten everything", async () => {
    await using setup = await setUp();
    const { queue, server } = setup;
    await queue.add(items(50));
    const { handled, consumer } = consume(queue, { pauseMs: 30 });
    await expect.poll(() => handled.length, soon).toBeGreaterThan(10);
    await server.restart();
    await expect.poll(() => queue.check().then(() => "well", String), soon).toBe("well");
    const lost = items(50).filter(({ key }) => !handled.includes(key));
    expect(lost.length).toBeGreaterThan(10);
    await queue.add(lost);
    await expect.poll(() => new Set(handled).size, soon).toBe(50);
    await consumer.close();
    expect((await queue.counts()).fast).toEqual(none);
  });

  it("[DIST-4] goes on when Redis has been frozen for a while", async () => {
    await using setup = await setUp();
    const { queue, server } = setup;
    await queue.add(items(50));
    const { handled, consumer } = consume(queue, { pauseMs: 20 });
    await expect.poll(() => handled.length, soon).toBeGreaterThan(10);
    server.pause();
    const refused = await queue.add([item("more")]).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "E006", message: expect.stringContaining("did not answer in time") });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    server.resume();
    await queue.add([item("more")]);
    await expect.poll(() => new Set(handled).size, soon).toBe(51);
    await consumer.close();
    expect((await queue.counts()).fast).toEqual(none);
  });

  it("[DIST-4] refuses items while Redis refuses writes, hands out those it has, and takes items again afterwards", async () => {
    await using setup = await setUp({ maxMemory: 0 });
    const { queue, connection } = setup;
    await queue.add(items(20));
    await connection.client.config("SET", "maxmemory", 1);
    const refused = await queue.add([item("more")]).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "E006", message: expect.stringMatching(/^Redis at .*refuses writes/) });
    await connection.client.config("SET", "maxmemory", 0);
    await queue.add([item("more")]);
    const { handled, consumer } = consume(queue, { concurrency: 1, pauseMs: 10 });
    await expect.poll(() => handled.length, soon).toBeGreaterThan(2);
    await connection.client.config("SET", "maxmemory", 1);
    const before = handled.length;
    await expect.poll(() => handled.length, soon).toBeGreaterThan(before + 2);
    await connection.client.config("SET", "maxmemory", 0);
    await expect.poll(() => new Set(handled).size, soon).toBe(21);
    await consumer.close();
  });

  it("closes in a bounded time while Redis is away", async () => {
    await using setup = await setUp();
    const { queue, server } = setup;
    await queue.add(items(10));
    const { handled, consumer } = consume(queue, { concurrency: 2, pauseMs: 50 });
    await expect.poll(() => handled.length, soon).toBeGreaterThan(1);
    await server.kill();
    const start = Date.now();
    await consumer.close();
    expect(Date.now() - start).toBeLessThan(8_000);
    await server.restart();
  });

  it("finds items again whose turns were lost", async () => {
    await using setup = await setUp();
    const { queue, connection } = setup;
    await queue.add([...items(5), { ...item("later"), runAt: Date.now() + 200 }]);
    const turns = await connection.client.keys("aiecs:fast_tasks:*");
    expect(turns.length).toBeGreaterThan(3);
    await connection.client.del(turns);
    await new Promise((resolve) => setTimeout(resolve, 250));
    const { handled, consumer } = consume(queue);
    await expect.poll(() => handled.length, soon).toBe(6);
    await consumer.close();
  });
});
