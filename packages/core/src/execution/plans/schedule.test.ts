import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TaskStepResult } from "#contracts/step-result.ts";
import type { ReadySteps } from "./ready-steps.ts";
import { type ScheduleOptions, type StepWork, schedule } from "./schedule.ts";

/** Steps without any order between them. */
function listOf(length: number): ReadySteps {
  let next = 0;
  return { take: () => (next < length ? next++ : undefined), ended: () => undefined };
}

/** Steps whose failures are not their own. */
function workOf(start: StepWork["start"]): StepWork {
  return {
    start,
    completed: (index, output) => new TaskStepResult({ step: `step ${index}`, result: output, completed: true }),
    failed: (_index, thrown) => {
      throw thrown;
    },
  };
}

function setUp(length: number, options: Partial<ScheduleOptions> = {}) {
  const results: (TaskStepResult | undefined)[] = [];
  const seen = { running: 0, most: 0 };
  const work = workOf(async (index) => {
    seen.running += 1;
    seen.most = Math.max(seen.most, seen.running);
    await Promise.resolve();
    seen.running -= 1;
    return index;
  });
  const run = () =>
    schedule({
      ready: listOf(length),
      concurrency: 2,
      work,
      save: undefined,
      stopsAfter: () => false,
      results,
      ...options,
    });
  return { results, seen, run };
}

const stepsOf = (results: readonly (TaskStepResult | undefined)[]) => results.map((result) => result?.result);

describe("schedule", () => {
  it("[OE-6] runs every step, no more at once than it may, and ends at once where there is none", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 8 }), async (length, concurrency) => {
        const { results, seen, run } = setUp(length, { concurrency });
        await run();
        expect(stepsOf(results)).toEqual(Array.from({ length }, (_unused, index) => index));
        expect(seen.most).toBe(Math.min(length, concurrency));
      }),
      { numRuns: 50 },
    );
  });

  it("starts as many as it may of the steps that one end makes ready", async () => {
    let ended = 0;
    let next = 0;
    const ready: ReadySteps = {
      take: () => (next < (ended === 0 ? 1 : 5) ? next++ : undefined),
      ended: () => void ended++,
    };
    const { results, seen, run } = setUp(5, { ready, concurrency: 3 });
    await run();
    expect(stepsOf(results)).toEqual([0, 1, 2, 3, 4]);
    expect(seen.most).toBe(3);
  });

  it("starts nothing after the step that stops the rest, and waits for what runs", async () => {
    const { results, run } = setUp(5, { concurrency: 2, stopsAfter: (index) => index === 0 });
    await run();
    expect(stepsOf(results)).toEqual([0, 1]);
  });

  it("tells a step's end only once it is saved, so that nothing that needs it starts before", async () => {
    const told: string[] = [];
    const ready: ReadySteps = { ...listOf(2), ended: (index) => told.push(`ended ${index}`) };
    const save = async (index: number) => {
      await Promise.resolve();
      told.push(`saved ${index}`);
    };
    await setUp(2, { ready, save, concurrency: 1 }).run();
    expect(told).toEqual(["saved 0", "ended 0", "saved 1", "ended 1"]);
  });

  it("[OE-7] stops with E006 when saving fails, and loses no result, not even of steps that end later", async () => {
    const slow = Promise.withResolvers<void>();
    const { run } = setUp(4, {
      concurrency: 2,
      work: workOf(async (index) => {
        if (index === 1) await slow.promise;
        return index;
      }),
      save: (index) => {
        if (index === 0) throw new Error("disk full");
      },
    });
    const work = run().catch((error: unknown) => error);
    setImmediate(slow.resolve);
    expect(await work).toMatchObject({
      code: "E006",
      message: "The result of step 0 could not be saved: disk full",
      details: { step: 0, results: [{ result: 0 }, { result: 1 }] },
      cause: { message: "disk full" },
    });
  });

  it("takes what a history rejects with, whatever it is", async () => {
    const { run } = setUp(1, { save: () => Promise.reject("no words") });
    await expect(run()).rejects.toMatchObject({ code: "E006", message: expect.stringContaining("no words") });
  });

  it("rejects with a fault of the runtime itself, once what runs has ended", async () => {
    const bug = new TypeError("not a function");
    const { results, run } = setUp(3, {
      work: workOf(async (index) => {
        if (index === 0) throw bug;
        return index;
      }),
    });
    await expect(run()).rejects.toBe(bug);
    expect(stepsOf(results)).toEqual([undefined, 1]);
  });

  it("starts what becomes ready by itself, within its concurrency, and nothing once it has ended", async () => {
    let wake = (): void => expect.unreachable("nobody listens");
    const late = [1, 2, 3];
    const isReady = [0];
    const ready: ReadySteps = {
      take: () => isReady.shift(),
      ended: () => undefined,
      onReady: (listener) => void (wake = listener),
    };
    const held = Promise.withResolvers<void>();
    const started: number[] = [];
    const work = workOf(async (index) => {
      started.push(index);
      await held.promise;
    });
    const run = setUp(5, { ready, work, concurrency: 3 }).run();
    isReady.push(...late);
    wake();
    expect(started).toEqual([0, 1, 2]);
    held.resolve();
    await run;
    expect(started).toEqual([0, 1, 2, 3]);
    isReady.push(4);
    wake();
    expect(started).toEqual([0, 1, 2, 3]);
  });
});
