import { describe, expect, it } from "vitest";
import type { TaskEvent } from "#contracts/events.ts";
import { streamEvents } from "./stream-events.ts";

const eventOf = (sequence: number): TaskEvent => ({
  type: "step.started",
  taskId: "t1",
  userId: undefined,
  stepIndex: 0,
  operation: "t.work",
  time: 0,
  sequence,
});

describe("streamEvents", () => {
  it("[EVT-2] gives all events in order, those before anybody asked and those after, then ends", async () => {
    const seen: number[] = [];
    const stream = streamEvents(async (listener) => {
      listener(eventOf(1));
      listener(eventOf(2));
      await new Promise((resolve) => setImmediate(resolve));
      listener(eventOf(3));
    });
    for await (const { sequence } of stream) seen.push(sequence);
    expect(seen).toEqual([1, 2, 3]);
  });

  it("gives what there was before it throws what went wrong", async () => {
    const seen: number[] = [];
    const stream = streamEvents(async (listener) => {
      listener(eventOf(1));
      throw new Error("broken");
    });
    await expect(async () => {
      for await (const { sequence } of stream) seen.push(sequence);
    }).rejects.toThrow("broken");
    expect(seen).toEqual([1]);
  });

  it("[REL-3] keeps the latest progress of each step for a reader far behind, and every other event", async () => {
    const progress = (stepIndex: number, fraction: number, sequence: number): TaskEvent => ({
      ...eventOf(sequence),
      type: "step.progressed",
      stepIndex,
      fraction,
      message: null,
    });
    const stream = streamEvents(async (listener) => {
      for (let count = 1; count <= 50_000; count += 1) listener(progress(count % 2, count / 50_000, count));
      listener(eventOf(50_001));
    });
    const seen: TaskEvent[] = [];
    for await (const event of stream) seen.push(event);
    expect(seen).toHaveLength(1_001);
    expect(seen.slice(-3)).toMatchObject([
      { stepIndex: 1, sequence: 49_999 },
      { stepIndex: 0, sequence: 50_000, fraction: 1 },
      { type: "step.started", sequence: 50_001 },
    ]);
  });

  it("begins nothing before somebody asks, and cancels the run of whoever leaves early", async () => {
    let signal: AbortSignal | undefined;
    const stream = streamEvents(async (listener, stop) => {
      signal = stop;
      listener(eventOf(1));
      await new Promise((_resolve, reject) => stop.addEventListener("abort", reject));
    });
    expect(signal).toBeUndefined();
    expect((await stream.next()).value).toMatchObject({ sequence: 1 });
    expect(signal?.aborted).toBe(false);
    await stream.return();
    expect(signal?.aborted).toBe(true);
  });

  it("cancels nothing that has ended", async () => {
    let signal: AbortSignal | undefined;
    const stream = streamEvents(async (_listener, stop) => void (signal = stop));
    expect(await stream.next()).toMatchObject({ done: true });
    expect(signal?.aborted).toBe(false);
  });
});
