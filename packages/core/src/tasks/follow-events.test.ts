import { describe, expect, it } from "vitest";
import type { TaskEvent } from "#contracts/events.ts";
import { createManualClock } from "#testing/manual-clock.ts";
import { EventFeed } from "./event-feed.ts";
import { followEvents } from "./follow-events.ts";

const task = { key: "t~1", id: "t" };

/** A store that holds one task's events and counts how often it is asked for them. */
function setUp() {
  const events: TaskEvent[] = [];
  const listeners = new Set<() => void>();
  const asked = { events: 0, find: 0 };
  const ended = { is: false };
  const store = {
    async events(_key: string, after: number, limit: number): Promise<readonly TaskEvent[]> {
      asked.events += 1;
      await new Promise((resolve) => setImmediate(resolve));
      return events.slice(after, after + limit);
    },
    async find() {
      asked.find += 1;
      return { status: ended.is ? ("completed" as const) : ("running" as const), lastSequence: events.length };
    },
    watch(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const clock = createManualClock();
  const feed = new EventFeed(store);
  const make = (type: TaskEvent["type"]): TaskEvent => {
    const envelope = { taskId: "t", userId: undefined, stepIndex: null, operation: null, time: 0 };
    return { type, ...envelope, sequence: events.length + 1 } as TaskEvent;
  };
  /** As this process writes: the store tells, and the journal publishes. */
  const write = (...types: TaskEvent["type"][]): void => {
    const news = types.map((type) => {
      const event = make(type);
      events.push(event);
      return event;
    });
    ended.is = types.some((type) => type === "task.completed");
    for (const listener of listeners) listener();
    feed.publish(task.key, news);
  };
  /** As another process writes. */
  const writeElsewhere = (...types: TaskEvent["type"][]): void => {
    for (const type of types) events.push(make(type));
    ended.is = types.includes("task.completed");
    for (const listener of listeners) listener();
  };
  /** As another process writes, of which no word has come yet. */
  const writeSilently = (...types: TaskEvent["type"][]): void => {
    for (const type of types) events.push(make(type));
    ended.is = types.includes("task.completed");
  };
  const follow = (options: { readonly after?: number; readonly signal?: AbortSignal } = {}) =>
    followEvents({ feed, clock }, task, options);
  return { events, write, writeElsewhere, writeSilently, follow, asked, listeners, clock };
}

/** Fails where something waits for ever. */
async function inTime<T>(promise: Promise<T>): Promise<T | "waits"> {
  for (let turns = 0; turns < 100; turns += 1) await turn();
  return await Promise.race([promise, Promise.resolve("waits" as const)]);
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

async function sequences(source: AsyncIterable<TaskEvent>): Promise<number[]> {
  const seen: number[] = [];
  for await (const { sequence } of source) seen.push(sequence);
  return seen;
}

const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, index) => index + first);

describe("followEvents", () => {
  it("[EVT-2] ends with the task's last event, though nothing else tells that it has ended", async () => {
    const { writeSilently, follow } = setUp();
    const seeing = sequences(follow());
    // The task was looked at already, its events were not.
    writeSilently("task.started", "task.completed");
    expect(await inTime(seeing)).toEqual([1, 2]);
  });

  it("[EVT-2] tells what was written before and what comes, each once and in order, until the task has ended", async () => {
    const { write, writeElsewhere, follow } = setUp();
    write("task.started", "step.started");
    const seeing = sequences(follow());
    for (let round = 0; round < 20; round += 1) {
      if (round % 3 === 0) writeElsewhere("step.completed", "step.started");
      else write("step.completed", "step.started");
      if (round % 2 === 0) await turn();
    }
    write("task.completed");
    expect(await seeing).toEqual(upTo(43));
  });

  it("begins behind the event that is known, and ends at once when that was the last", async () => {
    const { write, follow } = setUp();
    write("task.started", "step.started", "step.completed", "task.completed");
    expect(await sequences(follow({ after: 2 }))).toEqual([3, 4]);
    expect(await sequences(follow({ after: 4 }))).toEqual([]);
  });

  it("goes on over the end of an earlier run", async () => {
    const { write, follow } = setUp();
    write("task.started", "task.failed", "task.resumed", "step.started");
    const seeing = sequences(follow());
    await turn();
    write("task.completed");
    expect(await seeing).toEqual(upTo(5));
  });

  it("reads each write at most once, however many follow", async () => {
    const { write, writeElsewhere, follow, asked } = setUp();
    write("task.started");
    const many = Array.from({ length: 1_000 }, () => sequences(follow()));
    await turn();
    await turn();
    const before = { ...asked };
    for (let round = 0; round < 50; round += 1) {
      if (round % 2 === 0) write("step.started");
      else writeElsewhere("step.completed");
      await turn();
      await turn();
      await turn();
    }
    expect(asked.events - before.events).toBeLessThanOrEqual(50);
    write("task.completed");
    for (const seen of await Promise.all(many)) expect(seen).toEqual(upTo(52));
    expect(asked.find - before.find).toBeLessThanOrEqual(2);
  });

  it("[REL-3] holds nothing for a reader that does not read: it reads from the store later", async () => {
    const { write, follow } = setUp();
    write("task.started");
    const slow = follow();
    await slow.next();
    const fast = sequences(follow());
    for (let round = 0; round < 2_000; round += 1) write("step.started");
    await turn();
    write("task.completed");
    expect(await sequences(slow)).toEqual(upTo(2_002, 2));
    expect(await fast).toHaveLength(2_002);
  });

  it("ends when the signal aborts, and leaves nothing behind", async () => {
    const { write, follow, listeners, clock } = setUp();
    write("task.started");
    const stop = new AbortController();
    const seeing = sequences(follow({ signal: stop.signal }));
    await turn();
    await turn();
    expect(listeners.size).toBe(1);
    stop.abort();
    expect(await seeing).toEqual([1]);
    expect(listeners.size).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it("leaves nothing behind when the loop is left", async () => {
    const { write, follow, listeners, clock } = setUp();
    write("task.started", "step.started");
    for await (const { sequence } of follow()) if (sequence === 1) break;
    expect(listeners.size).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });
});
