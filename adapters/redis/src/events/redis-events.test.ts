import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  createExecutor,
  defineOperation,
  defineTool,
  openTasks,
  type Plan,
  type TaskEvent,
  type TaskService,
} from "@aiecs/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRedis } from "#connection/open-redis.ts";
import { openRedisQueue } from "#queue/redis-queue.ts";
import { createCollectingLogger } from "#testing-fixtures/collecting-logger.ts";
import { type RedisServer, startRedis } from "#testing-fixtures/redis-server.ts";
import { createRedisEvents } from "./redis-events.ts";

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server?.[Symbol.asyncDispose]());

const restTool = defineTool({
  name: "rest",
  description: "Rests.",
  version: "1.0.0",
  operations: {
    a_while: defineOperation({
      description: "Takes 15 ms.",
      inputSchema: { type: "object", properties: { number: { type: "number" } } },
      execute: () => sleep(15, "rested"),
    }),
  },
});

const rests = (count: number): Plan => ({
  name: "rests",
  steps: Array.from({ length: count }, (_, number) => ({
    id: `rest${number}`,
    operation: "rest.a_while",
    params: { number },
    ...(number > 0 && { after: [`rest${number - 1}`] }),
  })),
});

/** Services over one database file and one Redis, as two processes would have them. */
async function setUp(prefix: string) {
  const stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "aiecs-relay-"));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const logger = createCollectingLogger();
  const open = async (): Promise<TaskService> => {
    const connection = stack.use(await openRedis(server.url, { logger }));
    const executor = stack.use(createExecutor({ tools: [restTool], logger }));
    return stack.use(
      await openTasks({
        executor,
        database: join(folder, "tasks.db"),
        queue: openRedisQueue({ connection, logger, prefix }),
        relay: createRedisEvents({ connection, logger, prefix }),
        logger,
      }),
    );
  };
  return { open, logger, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

async function collect(events: AsyncIterable<TaskEvent>, hear?: (event: TaskEvent) => void): Promise<TaskEvent[]> {
  const all: TaskEvent[] = [];
  for await (const event of events) {
    all.push(event);
    hear?.(event);
  }
  return all;
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe("events relayed by Redis", () => {
  it("[DIST-3] reach followers in another process, each once, in order, and as they were written", async () => {
    await using setup = await setUp("follow");
    const [here, there] = [await setup.open(), await setup.open()];
    const tasks = here.forUser("ann");
    const { id } = await tasks.submitTask(rests(20));
    const delays: number[] = [];
    const following = collect(tasks.events(id), ({ time }) => delays.push(Date.now() - time));
    const again = collect(tasks.events(id));
    await sleep(50);
    there.start();
    const events = await following;
    expect(events.map(({ sequence }) => sequence)).toEqual(upTo(events.length));
    expect(await again).toEqual(events);
    expect(events).toEqual(await collect(there.forUser("ann").events(id)));
    expect(events.filter(({ type }) => type === "step.completed")).toHaveLength(20);
    // Without the relay they would come when the store is looked at.
    expect(delays.sort((a, b) => a - b)[Math.floor(delays.length / 2)]).toBeLessThan(500);
  });

  it("[DIST-3] miss nothing when Redis is restarted in the middle and has forgotten everything", async () => {
    await using setup = await setUp("restart");
    const [here, there] = [await setup.open(), await setup.open()];
    const tasks = here.forUser(undefined);
    const { id } = await tasks.submitTask(rests(60));
    const seen: number[] = [];
    const following = collect(tasks.events(id), ({ sequence }) => seen.push(sequence));
    there.start();
    await expect.poll(() => seen.length, { timeout: 5_000 }).toBeGreaterThan(10);
    await server.restart();
    const events = await following;
    expect(events.at(-1)?.type).toBe("task.completed");
    expect(events.map(({ sequence }) => sequence)).toEqual(upTo(events.length));
    expect(events.filter(({ type }) => type === "step.completed")).toHaveLength(60);
    const later = await tasks.submitTask(rests(3));
    expect((await tasks.waitForTask(later.id)).status).toBe("completed");
  });

  it("tell of a cancellation from another process at once", async () => {
    await using setup = await setUp("cancel");
    const [here, there] = [await setup.open(), await setup.open()];
    const { id } = await here.forUser(undefined).submitTask(rests(3));
    const following = collect(here.forUser(undefined).events(id));
    await sleep(50);
    const start = Date.now();
    await there.forUser(undefined).cancelTask(id);
    expect((await following).map(({ type }) => type)).toEqual(["task.cancelled"]);
    expect(Date.now() - start).toBeLessThan(1_000);
  });

  it("[REL-3] are trimmed, and gone some time after the last", async () => {
    await using connection = await openRedis(server.url, { logger: createCollectingLogger() });
    await using relay = createRedisEvents({ connection, logger: createCollectingLogger(), prefix: "trim" });
    const event: TaskEvent = {
      type: "step.started",
      taskId: "t",
      userId: undefined,
      stepIndex: 0,
      operation: "rest.a_while",
      time: 0,
      sequence: 1,
    };
    for (let count = 0; count < 12_000; count += 1) {
      relay.publish("t", [event]);
      if (count % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await relay[Symbol.asyncDispose]();
    expect(await connection.client.xlen("trim:events")).toBeLessThan(11_000);
    expect(await connection.client.pttl("trim:events")).toBeGreaterThan(0);
  });
});
