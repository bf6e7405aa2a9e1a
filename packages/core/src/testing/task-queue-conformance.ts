import assert from "node:assert/strict";
import type { ConsumeOptions, QueueItem, TaskQueue } from "#contracts/task-queue.ts";
import type { CreateTaskQueueDatabase } from "./databases-under-test.ts";
import { pause, until } from "./sample-tasks.ts";
import type { SuiteFunctions } from "./suite-functions.ts";

/** What every task queue has to do, as tests. */
export function describeTaskQueueConformance({ describe, it }: SuiteFunctions, create: CreateTaskQueueDatabase): void {
  describe("task queue conformance: items", () => items(it, create));
  describe("task queue conformance: order", () => order(it, create));
  describe("task queue conformance: handling", () => handling(it, create));
  describe("task queue conformance: several processes", () => several(it, create));
}

const item = (key: string, changes: Partial<QueueItem> = {}): QueueItem => ({
  key,
  userId: "ann",
  lane: "fast",
  priority: 0,
  runAt: 0,
  ...changes,
});

const none = { waiting: 0, delayed: 0, active: 0 };

/** Handles everything of a lane, and notes in which order. */
function consumeAll(queue: TaskQueue, options: Partial<ConsumeOptions> = {}) {
  const handled: string[] = [];
  const handle = async (key: string) => void handled.push(key);
  return { handled, consumer: queue.consume({ lane: "fast", concurrency: 1, handle, ...options }) };
}

function items(it: SuiteFunctions["it"], create: CreateTaskQueueDatabase): void {
  it("[DIST-1] hands over each item of its lane once, and keeps the other lane's", async () => {
    await using database = await create();
    const queue = await database.open();
    await queue.add([item("a"), item("b", { userId: undefined }), item("h", { lane: "heavy" })]);
    const { handled, consumer } = consumeAll(queue);
    await until(() => handled.length === 2);
    await queue.add([]);
    await queue.add([item("c")]);
    await until(() => handled.length === 3);
    await consumer.close();
    assert.deepEqual(handled.sort(), ["a", "b", "c"]);
    assert.deepEqual(await queue.counts(), { fast: none, heavy: { ...none, waiting: 1 } });
    await queue.check();
  });

  it("keeps an item that waits already as it is", async () => {
    await using database = await create();
    const queue = await database.open();
    await queue.add([item("a"), item("a"), item("b", { runAt: Date.now() + 60_000 })]);
    await queue.add([item("a", { lane: "heavy" }), item("b")]);
    assert.deepEqual(await queue.counts(), { fast: { waiting: 1, delayed: 1, active: 0 }, heavy: none });
  });

  it("takes out an item that nobody has taken", async () => {
    await using database = await create();
    const queue = await database.open();
    const gate = Promise.withResolvers<void>();
    const { handled, consumer } = consumeAll(queue, {
      handle: async (key) => {
        handled.push(key);
        await gate.promise;
      },
    });
    await queue.add([item("taken")]);
    await until(() => handled.length === 1);
    await queue.add([item("waits"), item("delayed", { runAt: Date.now() + 60_000 })]);
    const removed = await Promise.all(["taken", "waits", "delayed", "unknown"].map((key) => queue.remove(key)));
    assert.deepEqual(removed, [false, true, true, false]);
    assert.deepEqual((await queue.counts()).fast, { ...none, active: 1 });
    gate.resolve();
    await consumer.close();
    assert.deepEqual([handled, (await queue.counts()).fast], [["taken"], none]);
  });

  it("[DIST-5] hands over an item when its moment has come, and what is due meanwhile", async () => {
    await using database = await create();
    const queue = await database.open();
    const { handled, consumer } = consumeAll(queue);
    const start = Date.now();
    await queue.add([item("later", { runAt: start + 300 }), item("far", { runAt: start + 60_000 }), item("now")]);
    await until(() => handled.length === 1);
    await until(async () => (await queue.counts()).fast.active === 0);
    assert.deepEqual((await queue.counts()).fast, { waiting: 0, delayed: 2, active: 0 });
    await until(() => handled.length === 2);
    assert.ok(Date.now() - start >= 300, `after ${Date.now() - start} ms`);
    await consumer.close();
    assert.deepEqual(handled, ["now", "later"]);
  });
}

function order(it: SuiteFunctions["it"], create: CreateTaskQueueDatabase): void {
  it("[DIST-5] hands over what has a higher priority first, then what came first", async () => {
    await using database = await create();
    const queue = await database.open();
    await queue.add([
      item("low", { priority: -100 }),
      item("a"),
      item("b"),
      item("high", { priority: 100 }),
      item("c"),
    ]);
    await queue.add([item("d"), item("high too", { priority: 100 })]);
    const { handled, consumer } = consumeAll(queue);
    await until(() => handled.length === 7);
    await consumer.close();
    assert.deepEqual(handled, ["high", "high too", "a", "b", "c", "d", "low"]);
  });

  it("[DIST-5] lets users take turns, whatever each has waiting, and keeps each one's order", async () => {
    await using database = await create();
    const queue = await database.open();
    await queue.add(Array.from({ length: 200 }, (_, index) => item(`ann ${index}`)));
    await queue.add(Array.from({ length: 3 }, (_, index) => item(`bob ${index}`, { userId: "bob" })));
    await queue.add(Array.from({ length: 2 }, (_, index) => item(`nobody ${index}`, { userId: undefined })));
    const { handled, consumer } = consumeAll(queue);
    await until(() => handled.length === 205);
    await consumer.close();
    const placesOf = (user: string) => handled.flatMap((key, place) => (key.startsWith(`${user} `) ? [place] : []));
    assert.ok((placesOf("bob").at(-1) ?? 999) <= 9, `bob's places: ${placesOf("bob").join()}`);
    assert.ok((placesOf("nobody").at(-1) ?? 999) <= 9, `nobody's places: ${placesOf("nobody").join()}`);
    for (const user of ["ann", "bob", "nobody"]) {
      const own = handled.filter((key) => key.startsWith(`${user} `));
      assert.deepEqual(
        own,
        own.toSorted((a, b) => Number(a.split(" ")[1]) - Number(b.split(" ")[1])),
      );
    }
  });

  it("[DIST-5] lets one who comes again and again have no more than his turn", async () => {
    await using database = await create();
    const queue = await database.open();
    await queue.add(Array.from({ length: 10 }, (_, index) => item(`ann ${index}`)));
    await queue.add([item("bob 0", { userId: "bob" })]);
    const handled: string[] = [];
    const consumer = queue.consume({
      lane: "fast",
      concurrency: 1,
      handle: async (key) => {
        handled.push(key);
        if (key.startsWith("bob")) await queue.add([item(`bob ${handled.length}`, { userId: "bob" })]);
      },
    });
    await until(() => handled.length >= 20);
    await consumer.close();
    const annsLast = handled.indexOf("ann 9");
    assert.ok(annsLast >= 18 && annsLast <= 20, handled.join());
  });
}

function handling(it: SuiteFunctions["it"], create: CreateTaskQueueDatabase): void {
  it("[DIST-1] handles as many at once as it may, and the next as soon as one is done", async () => {
    await using database = await create();
    const queue = await database.open();
    let running = 0;
    let most = 0;
    const { handled, consumer } = consumeAll(queue, {
      concurrency: 3,
      handle: async (key) => {
        running += 1;
        most = Math.max(most, running);
        await pause(2);
        running -= 1;
        handled.push(key);
      },
    });
    await queue.add(Array.from({ length: 20 }, (_, index) => item(`${index}`)));
    await until(() => handled.length === 20);
    await consumer.close();
    assert.equal(most, 3);
    assert.equal(new Set(handled).size, 20);
  });

  it("hands over an item again, after a while, when it could not be handled", async () => {
    await using database = await create();
    const queue = await database.open();
    const starts: number[] = [];
    const { handled, consumer } = consumeAll(queue, {
      handle: async (key) => {
        starts.push(Date.now());
        if (starts.length === 1) throw new Error("not now");
        handled.push(key);
      },
    });
    await queue.add([item("a")]);
    await until(() => starts.length === 1);
    await until(async () => (await queue.counts()).fast.delayed === 1);
    await until(() => handled.length === 1);
    await consumer.close();
    assert.ok((starts[1] ?? 0) - (starts[0] ?? 0) >= 100, "it came again at once");
    assert.deepEqual((await queue.counts()).fast, none);
  });

  it("hands over an item again that was added while it was handled", async () => {
    await using database = await create();
    const queue = await database.open();
    const { handled, consumer } = consumeAll(queue, {
      handle: async (key) => {
        handled.push(key);
        if (handled.length < 3) await Promise.all([queue.add([item(key)]), queue.add([item(key)])]);
      },
    });
    await queue.add([item("a")]);
    await until(() => handled.length === 3);
    await pause(20);
    await consumer.close();
    assert.deepEqual([handled, (await queue.counts()).fast], [["a", "a", "a"], none]);
  });

  it("[REL-5] waits on closing for what is being handled, and takes nothing more", async () => {
    await using database = await create();
    const queue = await database.open();
    const gate = Promise.withResolvers<void>();
    const { handled, consumer } = consumeAll(queue, {
      concurrency: 2,
      handle: async (key) => {
        await gate.promise;
        handled.push(key);
      },
    });
    await queue.add(["a", "b", "c"].map((key) => item(key)));
    await until(async () => (await queue.counts()).fast.active === 2);
    const closed = Promise.all([consumer.close(), consumer.close()]);
    await pause(20);
    assert.deepEqual(handled, []);
    gate.resolve();
    await closed;
    assert.deepEqual(handled.sort(), ["a", "b"]);
    await pause(20);
    assert.deepEqual((await queue.counts()).fast, { ...none, waiting: 1 });
    const next = consumeAll(queue);
    await until(() => next.handled.length === 1);
    await next.consumer.close();
  });
}

function several(it: SuiteFunctions["it"], create: CreateTaskQueueDatabase): void {
  it("[DIST-1] hands over an item to one of many", async () => {
    await using database = await create();
    const queues = await Promise.all([database.open(), database.open(), database.open()]);
    const lines = queues.map((queue) => consumeAll(queue, { concurrency: 5 }));
    const keys = Array.from({ length: 300 }, (_, index) => `${index}`);
    await Promise.all(
      queues.map((queue, part) => queue.add(keys.slice(part * 100, part * 100 + 100).map((key) => item(key)))),
    );
    const all = () => lines.flatMap(({ handled }) => handled);
    await until(() => all().length >= 300);
    await Promise.all(lines.map(({ consumer }) => consumer.close()));
    assert.deepEqual(all().toSorted(), keys.toSorted());
  });

  it("[DIST-1] hands over soon what another has added", async () => {
    await using database = await create();
    const [queue, other] = await Promise.all([database.open(), database.open()]);
    const { handled, consumer } = consumeAll(queue);
    await pause(10);
    const start = Date.now();
    await other.add([item("a")]);
    await until(() => handled.length === 1);
    assert.ok(Date.now() - start < 1_000, `after ${Date.now() - start} ms`);
    await consumer.close();
  });
}
