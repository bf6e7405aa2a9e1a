import assert from "node:assert/strict";
import type { CreateTaskStoreDatabase } from "./databases-under-test.ts";
import {
  endedAs,
  find,
  pause,
  sampleEvent,
  sampleEvents,
  sampleStep,
  sampleTask,
  startTask,
  take,
} from "./sample-tasks.ts";
import type { SuiteFunctions } from "./suite-functions.ts";

/** What runners do with tasks. */
export function describeTaskRuns({ describe, it }: SuiteFunctions, create: CreateTaskStoreDatabase): void {
  describe("task store conformance: steps and events", () => stepsAndEvents(it, create));
  describe("task store conformance: elements", () => elements(it, create));
  describe("task store conformance: leases", () => leases(it, create));
}

function stepsAndEvents(it: SuiteFunctions["it"], create: CreateTaskStoreDatabase): void {
  it("[TASK-3] has what was written, for every store, when it has resolved", async () => {
    await using database = await create();
    const [store, other] = await Promise.all([database.open(), database.open()]);
    const { lease } = await startTask(store, "t");
    const steps = [sampleStep(2), sampleStep(0, { status: "failed", body: JSON.stringify("größe \u0000 ❤ '\"") })];
    await store.write(lease, { steps, events: sampleEvents(1, 3) });
    await store.write(lease, { events: sampleEvents(4, 4) });
    await store.write(lease, { steps: [sampleStep(1)] });
    await store.write(lease, {});
    assert.deepEqual(await other.steps("t"), [steps[1], sampleStep(1), steps[0]]);
    assert.deepEqual(await other.events("t", 0, 100), sampleEvents(1, 4));
    const { completedSteps, lastSequence } = await find(other, "t");
    assert.deepEqual([completedSteps, lastSequence], [2, 4]);
  });

  it("[TASK-3] reads events from any moment on, as many as are wanted", async () => {
    await using database = await create();
    const store = await database.open();
    const { lease } = await startTask(store, "t");
    let next = 1;
    for (let size = 1; size <= 20; size += 1) {
      await store.write(lease, {
        events: sampleEvents(next, next + size - 1),
        ...(size % 3 === 0 && { steps: [sampleStep(size)] }),
      });
      next += size;
    }
    for (const [after, limit] of [
      [0, 1],
      [0, 1_000],
      [1, 3],
      [2, 50],
      [104, 6],
      [209, 5],
      [210, 5],
      [999, 5],
      [-1, 2],
    ] as const) {
      const last = Math.min(210, Math.max(after, 0) + limit);
      assert.deepEqual(await store.events("t", after, limit), sampleEvents(Math.max(after, 0) + 1, last));
    }
  });

  it("[TASK-2] never rewrites a step that has ended, and counts it once", async () => {
    await using database = await create();
    const [store, other] = await Promise.all([database.open(), database.open()]);
    const { lease } = await startTask(store, "t");
    const failed = sampleStep(1, { status: "failed" });
    await store.write(lease, { steps: [sampleStep(0), failed], events: sampleEvents(1, 2) });
    const others = [sampleStep(0, { body: "other" }), sampleStep(0, { run: 1, status: "failed" }), sampleStep(1)];
    await store.write(lease, { steps: others, events: sampleEvents(3, 3) });
    await other.write(lease, { steps: others, events: sampleEvents(4, 4) });
    await store.write(lease, { steps: [...others, sampleStep(2)], events: sampleEvents(5, 5) });
    assert.deepEqual(await store.steps("t", { all: true }), [sampleStep(0), failed, sampleStep(2)]);
    assert.equal((await find(store, "t")).completedSteps, 2);
  });

  it("[TASK-7] takes what is written twice as written once", async () => {
    await using database = await create();
    const store = await database.open();
    const { lease } = await startTask(store, "t");
    await store.write(lease, { events: sampleEvents(1, 2) });
    const changes = { steps: [sampleStep(0)], events: sampleEvents(3, 4) };
    await store.write(lease, changes);
    await store.write(lease, changes);
    await store.write(lease, { events: sampleEvents(4, 5) });
    assert.deepEqual(await store.events("t", 0, 100), sampleEvents(1, 5));
    assert.deepEqual(await store.steps("t"), [sampleStep(0)]);
  });

  it("refuses events that leave a gap, with all that came with them", async () => {
    await using database = await create();
    const store = await database.open();
    const { lease } = await startTask(store, "t");
    await store.write(lease, { events: sampleEvents(1, 2) });
    for (const events of [sampleEvents(4, 4), [sampleEvent(3), sampleEvent(5)]]) {
      await assert.rejects(store.write(lease, { events, steps: [sampleStep(0)] }), {
        code: "E006",
        message: /expected number 3/,
      });
    }
    assert.deepEqual([await store.steps("t"), (await find(store, "t")).lastSequence], [[], 2]);
    await store.write(lease, { events: sampleEvents(3, 3) });
  });

  it("gives the latest of each step or all of them, from any step on, counted in steps", async () => {
    await using database = await create();
    const store = await database.open();
    const failed = { status: "failed" } as const;
    for (let run = 0; run < 3; run += 1) {
      const { lease } = run === 0 ? await startTask(store, "t") : await take(store, "t");
      for (let index = 0; index < 100; index += 1) {
        if (index % 3 === run) await store.write(lease, { steps: [sampleStep(index, { run })] });
        else if (index % 3 > run) await store.write(lease, { steps: [sampleStep(index, { run, ...failed })] });
      }
      await store.write(lease, { end: endedAs("failed") });
      await store.resume("t", 3_000);
    }
    const runsOf = (index: number) =>
      Array.from({ length: (index % 3) + 1 }, (_, run) =>
        sampleStep(index, run === index % 3 ? { run } : { run, ...failed }),
      );
    const latest = Array.from({ length: 100 }, (_, index) => sampleStep(index, { run: index % 3 }));
    assert.deepEqual(await store.steps("t"), latest);
    assert.deepEqual(await store.steps("t", { from: 40, limit: 7 }), latest.slice(40, 47));
    assert.deepEqual(await store.steps("t", { from: 98, limit: 7 }), latest.slice(98));
    assert.deepEqual(await store.steps("t", { from: 100 }), []);
    assert.deepEqual(await store.steps("t", { from: 5, limit: 2, all: true }), [...runsOf(5), ...runsOf(6)]);
    assert.equal((await store.steps("t", { all: true })).length, 33 * 6 + 1);
    assert.equal((await find(store, "t")).completedSteps, 100);
  });

  it("keeps a large result and a long history", async () => {
    await using database = await create();
    const store = await database.open();
    const { lease } = await startTask(store, "t");
    const large = sampleStep(0, { body: "x".repeat(1_000_000) });
    await store.write(lease, { steps: [large] });
    await store.write(lease, { steps: Array.from({ length: 1_000 }, (_, index) => sampleStep(index + 1)) });
    assert.deepEqual(await store.steps("t", { limit: 1 }), [large]);
    assert.deepEqual(
      await store.steps("t", { from: 997 }),
      [997, 998, 999, 1_000].map((index) => sampleStep(index)),
    );
    assert.equal((await find(store, "t")).completedSteps, 1_001);
  });
}

function elements(it: SuiteFunctions["it"], create: CreateTaskStoreDatabase): void {
  const element = (index: number, position: number) => ({ index, position, body: `[${index},${position}]` });

  it("[TASK-3] keeps elements until their step has ended, over runs", async () => {
    await using database = await create();
    const [store, other] = await Promise.all([database.open(), database.open()]);
    const { lease } = await startTask(store, "t");
    await store.write(lease, { elements: [element(1, 3), element(1, 0)] });
    await store.write(lease, { elements: [element(0, 7), { ...element(1, 3), body: "again" }] });
    assert.deepEqual(await other.elements("t"), [element(0, 7), element(1, 0), element(1, 3)]);
    await store.write(lease, { end: endedAs("pending") });
    const next = await take(other, "t");
    await other.write(next.lease, { steps: [sampleStep(1)] });
    assert.deepEqual(await other.elements("t"), [element(0, 7)]);
    await other.write(next.lease, { end: endedAs("failed") });
    assert.deepEqual(await other.elements("t"), []);
  });
}

function leases(it: SuiteFunctions["it"], create: CreateTaskStoreDatabase): void {
  it("[TASK-4] gives a task to one of many who want it at once", async () => {
    await using database = await create();
    const stores = await Promise.all([database.open(), database.open(), database.open()]);
    await stores[0]?.insert(sampleTask("t"));
    const wanted = Array.from({ length: 15 }, (_, index) =>
      stores[index % 3]?.acquire("t", { runner: `runner-${index}`, leaseMs: 60_000 }),
    );
    const held = (await Promise.all(wanted)).filter((one) => one !== undefined);
    assert.equal(held.length, 1);
    const record = held[0]?.record ?? assert.fail();
    assert.equal(record.status, "running");
    assert.ok(Math.abs((record.startedAt ?? 0) - Date.now()) < 60_000, "startedAt is now");
    assert.deepEqual(await stores[1]?.find("t"), record);
  });

  it("[TASK-4] refuses what a runner writes that lost its lease, all of it, and lets its neighbours write", async () => {
    await using database = await create();
    const [store, other] = await Promise.all([database.open(), database.open()]);
    const { lease: old } = await startTask(store, "t");
    const { lease: neighbour } = await startTask(store, "u");
    await store.write(old, { steps: [sampleStep(0)], events: sampleEvents(1, 1) });
    const { lease } =
      (await other.acquire("t", { runner: "runner-2", leaseMs: 60_000, insteadOf: "runner-1" })) ?? assert.fail();
    assert.ok(lease.fence > old.fence);
    const changes = { steps: [sampleStep(1)], events: sampleEvents(2, 2) };
    const outcomes = await Promise.allSettled([
      store.write(neighbour, { steps: [sampleStep(0)], events: sampleEvents(1, 2) }),
      store.write(old, changes),
      store.write(old, { end: endedAs("failed") }),
      store.write(old, {}),
      store.write(old, { steps: [sampleStep(0)], events: sampleEvents(1, 1) }),
      store.write(old, { waiting: [{ index: 2, since: 1, expiresAt: 2 }] }),
      store.write(old, { elements: [{ index: 2, position: 0, body: "" }] }),
      store.write({ ...lease, fence: lease.fence + 1 }, changes),
      store.write(neighbour, { events: sampleEvents(3, 3) }),
    ]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ["fulfilled", ...Array(7).fill("rejected"), "fulfilled"],
    );
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") assert.equal(outcome.reason.name, "LostLeaseError");
    }
    const { status, lastSequence, approvals } = await find(store, "t");
    assert.deepEqual([status, lastSequence, approvals, await store.elements("t")], ["running", 1, [], []]);
    assert.deepEqual(await other.events("u", 0, 9), sampleEvents(1, 3));
    await other.write(lease, changes);
    assert.deepEqual(await store.steps("t"), [sampleStep(0), sampleStep(1)]);
  });

  it("[TASK-4] gives a task to the next one when its lease has run out, not before", async () => {
    await using database = await create();
    const store = await database.open();
    await store.insert(sampleTask("t"));
    const first = await take(store, "t", "runner-1", 40);
    assert.equal(await store.acquire("t", { runner: "runner-2", leaseMs: 40 }), undefined);
    assert.equal(await store.acquire("t", { runner: "runner-1", leaseMs: 40 }), undefined);
    assert.equal(await store.acquire("t", { runner: "runner-2", leaseMs: 40, insteadOf: "runner-3" }), undefined);
    await pause(60);
    const second = await take(store, "t", "runner-2");
    assert.ok(second.lease.fence > first.lease.fence);
    assert.equal(second.record.startedAt, first.record.startedAt);
    assert.deepEqual(await store.renew([first.lease, second.lease], 60_000), {
      lost: [first.lease],
      cancelled: [],
      decided: [],
    });
  });

  it("[TASK-4] keeps a lease that is renewed", async () => {
    await using database = await create();
    const store = await database.open();
    await store.insert(sampleTask("t"));
    const { lease } = await take(store, "t", "runner-1", 30);
    await store.renew([lease], 60_000);
    await pause(50);
    assert.equal(await store.acquire("t", { runner: "runner-2", leaseMs: 30 }), undefined);
    await store.write(lease, { events: sampleEvents(1, 1) });
  });

  it("[TASK-4] lets the holder write after its time as long as nobody took the task over", async () => {
    await using database = await create();
    const store = await database.open();
    await store.insert(sampleTask("t"));
    const { lease } = await take(store, "t", "runner-1", 1);
    await pause(5);
    await store.write(lease, { events: sampleEvents(1, 1) });
    assert.equal((await find(store, "t")).lastSequence, 1);
  });

  it("gives the task back with the end of a run; it is over or waits for the next", async () => {
    await using database = await create();
    const store = await database.open();
    const error = { name: "OperationFailedError", code: "E003", message: "no", details: { deep: [1, null] } } as const;
    const { lease, record } = await startTask(store, "t");
    await store.write(lease, { end: endedAs("pending", { endedAt: null }) });
    assert.deepEqual(await find(store, "t"), { ...record, status: "pending", heldBy: null });
    await assert.rejects(store.write(lease, { events: sampleEvents(1, 1) }), { name: "LostLeaseError" });
    const next = await take(store, "t");
    await store.write(next.lease, {
      steps: [sampleStep(0)],
      events: sampleEvents(1, 2),
      end: endedAs("failed", { error, output: "7" }),
    });
    const { status, endedAt, output, error: kept, startedAt } = await find(store, "t");
    assert.deepEqual(
      { status, endedAt, output, kept, startedAt },
      { status: "failed", endedAt: 2_000, output: "7", kept: error, startedAt: record.startedAt },
    );
    assert.equal(await store.acquire("t", { runner: "runner-2", leaseMs: 10 }), undefined);
    assert.deepEqual((await store.renew([next.lease], 10)).lost, [next.lease]);
  });

  it("[TASK-4] numbers no event twice when the runners of a task change in a hurry", async () => {
    await using database = await create();
    const stores = await Promise.all([database.open(), database.open(), database.open()]);
    await stores[0]?.insert(sampleTask("t"));
    let refused = 0;
    await Promise.all(
      stores.map(async (store, number) => {
        const by = { runner: `runner-${number}`, leaseMs: 1 };
        for (let turn = 0; turn < 15; turn += 1) {
          const held = await store.acquire("t", by);
          if (!held) {
            await pause(1);
            continue;
          }
          const { lastSequence } = held.record;
          for (let event = 1; event <= 4; event += 1) {
            try {
              await store.write(held.lease, {
                events: [{ ...sampleEvent(lastSequence + event), operation: `calc.by${number}` }],
              });
            } catch (error) {
              assert.ok(error instanceof Error && error.name === "LostLeaseError", String(error));
              refused += 1;
              break;
            }
            await pause(1);
          }
        }
      }),
    );
    const events = (await stores[0]?.events("t", 0, 10_000)) ?? [];
    assert.deepEqual(
      events.map(({ sequence }) => sequence),
      events.map((_, index) => index + 1),
    );
    assert.ok(events.length > 10 && refused >= 0);
  });
}
