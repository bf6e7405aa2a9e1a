import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { DatabaseError } from "#contracts/errors.ts";
import type { QueueItem } from "#contracts/task-queue.ts";
import { createManualClock } from "#testing/manual-clock.ts";
import { QueuedRuns } from "./queued-runs.ts";
import { resolveTaskConfig } from "./task-config.ts";

/** Tasks whose steps end, and whose ends are written, when the test says so; up to three may be written besides. */
function setUp({ fault }: { readonly fault?: Error } = {}) {
  const events: string[] = [];
  const added: QueueItem[] = [];
  const running = new Map<string, { readonly close: () => void; readonly end: (error?: Error) => void }>();
  const runQueued = (key: string, closing: (task: QueueItem) => void): Promise<void> => {
    events.push(`begins ${key}`);
    const task = { key, userId: "ann", lane: "fast", priority: 0, runAt: 0 } as const;
    return new Promise((resolve, reject) => {
      running.set(key, { close: () => closing(task), end: (error) => (error ? reject(error) : resolve()) });
    });
  };
  const unused = () => Promise.reject(new Error("not expected"));
  const queue = {
    add: (items: readonly QueueItem[]) => {
      if (fault) return Promise.reject(fault);
      added.push(...items);
      return Promise.resolve();
    },
    remove: unused,
    consume: () => ({ close: () => Promise.resolve() }),
    counts: unused,
    check: unused,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const config = resolveTaskConfig({ fast_concurrency: 2, heavy_concurrency: 1 });
  const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn(), isLevelEnabled: () => true };
  const runs = new QueuedRuns({ queue, config, logger, clock: createManualClock() }, { runQueued });
  const handle = async (key: string): Promise<void> => {
    const outcome = await runs.handle(key).then(
      () => "frees the place of",
      () => "fails",
    );
    events.push(`${outcome} ${key}`);
  };
  return {
    events,
    added,
    logger,
    runs,
    begin: async (...keys: string[]) => {
      for (const key of keys) void handle(key);
      await turn();
    },
    close: async (...keys: string[]) => {
      for (const key of keys) running.get(key)?.close();
      await turn();
    },
    end: async (key: string, error?: Error) => {
      running.get(key)?.end(error);
      await turn();
    },
  };
}

describe("tasks that the queue gives", () => {
  it("free their place when their steps are over, before that is written", async () => {
    const { begin, close, end, events, runs } = setUp();
    await begin("a");
    await close("a");
    expect(events).toEqual(["begins a", "frees the place of a"]);
    const written = vi.fn();
    void runs.written().then(written);
    await turn();
    expect(written).not.toHaveBeenCalled();
    await end("a");
    expect(written).toHaveBeenCalled();
  });

  it("[TASK-4] begin again only once they are written", async () => {
    const { begin, close, end, events } = setUp();
    await begin("a");
    await close("a");
    await begin("a");
    expect(events).toEqual(["begins a", "frees the place of a"]);
    await end("a");
    expect(events.at(-1)).toBe("begins a");
  });

  it("[REL-3] wait while as many are being written as may run", async () => {
    const { begin, close, end, events } = setUp();
    await begin("a", "b", "c");
    await close("a", "b", "c");
    await begin("d", "e");
    expect(events.filter((event) => event.startsWith("begins"))).toHaveLength(3);
    await end("b");
    expect(events.slice(-2)).toEqual(["begins d", "begins e"]);
  });

  it("[TASK-7] come again when they fail: by the queue, or put in line, for a while later, once their place is free", async () => {
    const { begin, close, end, events, added, logger } = setUp();
    const away = new DatabaseError("away");
    await begin("a", "b");
    await end("a", away);
    expect(events.at(-1)).toBe("fails a");
    await close("b");
    await end("b", away);
    expect(events.at(-1)).toBe("frees the place of b");
    expect(logger.warn).toHaveBeenCalledExactlyOnceWith(
      { err: away, task: "b" },
      expect.stringContaining("taken up again"),
    );
    const runAt = createManualClock().now() + 5_000;
    expect(added).toEqual([{ key: "b", userId: "ann", lane: "fast", priority: 0, runAt }]);
  });

  it("leave no rejection behind when they cannot even be put in line", async () => {
    const { begin, close, end, runs, logger } = setUp({ fault: new TypeError("no such function") });
    await begin("a");
    await close("a");
    await end("a", new DatabaseError("away"));
    await runs.written();
    expect(logger.error).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ task: "a" }),
      expect.stringContaining("scan for open tasks"),
    );
  });
});
