import { describe, expect, it } from "vitest";
import type { QueueItem } from "#contracts/task-queue.ts";
import { until } from "#testing/sample-tasks.ts";
import { startChild } from "../../testing-fixtures/child-script.ts";
import { createTemporaryDatabase } from "../../testing-fixtures/temporary-database.ts";

const items = (keys: readonly string[]): QueueItem[] =>
  keys.map((key, index) => ({ key, userId: `user ${index % 7}`, lane: "fast", priority: 0, runAt: 0 }));

describe("a queue that processes share", () => {
  it("[DIST-1] hands over each of 2,000 items once", async () => {
    await using place = createTemporaryDatabase();
    const { queue } = await place.open();
    const keys = Array.from({ length: 2_000 }, (_, index) => `item-${index}`);
    await queue.add(items(keys));
    const children = [1, 2, 3].map(() => startChild("handle-items", [place.path]));
    await Promise.all(children.map(({ ended }) => ended));
    const begun = children.flatMap(({ lines }) => lines.filter((line) => line.startsWith("begin ")));
    expect(begun.toSorted()).toEqual(keys.map((key) => `begin ${key}`).toSorted());
    const busy = children.filter(({ lines }) => lines.length > 0);
    expect(busy.length).toBeGreaterThan(1);
  }, 60_000);

  it("[DIST-4] hands over again, at once, what a process had taken that was killed", async () => {
    await using place = createTemporaryDatabase();
    const { queue } = await place.open();
    await queue.add(items(["stuck"]));
    await using child = startChild("handle-items", [place.path]);
    await until(() => child.lines.includes("begin stuck"));
    expect((await queue.counts()).fast.active).toBe(1);
    const handled: string[] = [];
    const consumer = queue.consume({ lane: "fast", concurrency: 5, handle: async (key) => void handled.push(key) });
    await queue.add(items(["other"]));
    await until(() => handled.length === 1);
    expect(handled).toEqual(["other"]);
    child.kill();
    await child.ended;
    await until(() => handled.length === 2);
    await consumer.close();
    expect(handled).toEqual(["other", "stuck"]);
  }, 30_000);

  it("hands over again what nobody has been heard of for the time of a lease", async () => {
    await using place = createTemporaryDatabase();
    const { queue } = await place.open({ leaseMs: 60 });
    await queue.add(items(["a"]));
    const begun: number[] = [];
    const first = queue.consume({
      lane: "fast",
      concurrency: 1,
      async handle() {
        begun.push(Date.now());
        // Nothing is heard of a process whose event loop is held up.
        if (begun.length === 1) while (Date.now() - (begun[0] ?? 0) < 100);
        await new Promise((resolve) => setTimeout(resolve, 100));
      },
    });
    await until(() => begun.length === 1);
    const other = await place.open({ leaseMs: 60 });
    const second = other.queue.consume({
      lane: "fast",
      concurrency: 1,
      handle: async () => void begun.push(Date.now()),
    });
    await until(() => begun.length === 2);
    await Promise.all([first.close(), second.close()]);
    expect((await queue.counts()).fast).toEqual({ waiting: 0, delayed: 0, active: 0 });
    expect(begun).toHaveLength(2);
  });
});
