import { describe, expect, it } from "vitest";
import type { EventRelay, RelayListener } from "#contracts/event-relay.ts";
import type { TaskEvent } from "#contracts/events.ts";
import { createManualClock } from "#testing/manual-clock.ts";
import { sampleEvents } from "#testing/sample-tasks.ts";
import { EventFeed } from "./event-feed.ts";
import { followEvents } from "./follow-events.ts";

/** A store that another process writes to, and the relay between. */
function setUp() {
  const written: TaskEvent[] = [];
  const watchers = new Set<() => void>();
  const listeners = new Map<string, RelayListener>();
  const published: [key: string, events: number][] = [];
  const asked = { events: 0 };
  const state = { isConnected: true };
  const store = {
    async events(_key: string, after: number, limit: number) {
      asked.events += 1;
      return written.slice(after, after + limit);
    },
    find: async () => ({ status: "running" as const, lastSequence: written.length }),
    watch(listener: () => void) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
  };
  const relay: EventRelay = {
    publish: (key, events) => void published.push([key, events.length]),
    subscribe(key, listener) {
      listeners.set(key, listener);
      return () => listeners.delete(key);
    },
    get isConnected() {
      return state.isConnected;
    },
    check: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
  const clock = createManualClock();
  const feed = new EventFeed(store, { relay, clock });
  /** As another process writes up to that event. Its store tells of it; whether the relay does, is another matter. */
  const writeElsewhere = (last: number): readonly TaskEvent[] => {
    const news = sampleEvents(written.length + 1, last);
    written.push(...news);
    for (const watcher of watchers) watcher();
    return news;
  };
  const seen: number[] = [];
  const stop = new AbortController();
  const following = (async () => {
    const source = followEvents({ feed, clock }, { key: "t", id: "t" }, { signal: stop.signal });
    for await (const { sequence } of source) seen.push(sequence);
  })();
  const end = async () => {
    stop.abort();
    await following;
  };
  return { feed, clock, relay: listeners, published, asked, state, writeElsewhere, seen, end, watchers };
}

const turns = async () => {
  for (let count = 0; count < 3; count += 1) await new Promise((resolve) => setImmediate(resolve));
};
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe("an event feed with a relay", () => {
  it("[DIST-3] takes events that follow from the relay, and does not ask the store for them", async () => {
    const { writeElsewhere, relay, asked, seen, end } = setUp();
    writeElsewhere(2);
    await turns();
    const before = asked.events;
    for (let last = 3; last <= 50; last += 1) {
      relay.get("t")?.heard(writeElsewhere(last));
      await turns();
    }
    expect(seen).toEqual(upTo(50));
    expect(asked.events).toBe(before);
    await end();
  });

  it("[DIST-3] reads the store after a gap, when the relay has missed something, and when events come twice", async () => {
    const { writeElsewhere, relay, seen, end } = setUp();
    writeElsewhere(2);
    await turns();
    writeElsewhere(5);
    const late = writeElsewhere(6);
    relay.get("t")?.heard(late);
    relay.get("t")?.heard(late);
    await turns();
    expect(seen).toEqual(upTo(6));
    writeElsewhere(8);
    relay.get("t")?.missed();
    await turns();
    expect(seen).toEqual(upTo(8));
    writeElsewhere(9);
    relay.get("t")?.heard([]);
    await turns();
    expect(seen).toEqual(upTo(9));
    await end();
  });

  it("[DIST-3] looks at the store after a while when the relay is silent, and at once when it is away", async () => {
    const { writeElsewhere, clock, state, seen, end, watchers } = setUp();
    await turns();
    writeElsewhere(1);
    await turns();
    expect(seen).toEqual([]);
    clock.advance(2_000);
    await turns();
    expect(seen).toEqual([1]);
    state.isConnected = false;
    writeElsewhere(2);
    await turns();
    expect(seen).toEqual([1, 2]);
    await end();
    expect([clock.pendingTimers, watchers.size]).toEqual([0, 0]);
  });

  it("tells the relay what this process writes, also of tasks that nobody follows here", async () => {
    const { feed, published, end } = setUp();
    feed.publish("other", sampleEvents(1, 3));
    feed.publish("other", []);
    feed.changed("other");
    expect(published).toEqual([
      ["other", 3],
      ["other", 0],
    ]);
    await end();
  });
});
