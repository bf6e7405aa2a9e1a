import assert from "node:assert/strict";
import type { TaskStore } from "#contracts/task-store.ts";
import type { CreateTaskStoreDatabase } from "./databases-under-test.ts";
import {
  endedAs,
  endTask,
  find,
  pause,
  sampleEvents,
  sampleStep,
  sampleTask,
  startTask,
  take,
} from "./sample-tasks.ts";
import type { SuiteFunctions } from "./suite-functions.ts";

/** What others than its runner do with a task. */
export function describeTaskChanges({ describe, it }: SuiteFunctions, create: CreateTaskStoreDatabase): void {
  describe("task store conformance: cancelling", () => cancelling(it, create));
  describe("task store conformance: resuming", () => resuming(it, create));
  describe("task store conformance: approvals", () => approvals(it, create));
  describe("task store conformance: recovery", () => recovery(it, create));
}

function cancelling(it: SuiteFunctions["it"], create: CreateTaskStoreDatabase): void {
  it("ends a task that nobody runs, and tells it with the next event", async () => {
    await using database = await create();
    const store = await database.open();
    await store.insert(sampleTask("t", { userId: undefined }));
    const { lease } = await take(store, "t");
    const events = sampleEvents(1, 2).map((event) => ({ ...event, userId: undefined }));
    await store.write(lease, { events, steps: [sampleStep(0)], end: endedAs("pending") });
    const { startedAt } = await find(store, "t");
    const at = (startedAt ?? 0) + 5;
    const record = (await store.cancel("t", at)) ?? assert.fail();
    const { status, endedAt, lastSequence, completedSteps } = record;
    assert.deepEqual(
      { status, endedAt, lastSequence, completedSteps },
      { status: "cancelled", endedAt: at, lastSequence: 3, completedSteps: 1 },
    );
    const envelope = { taskId: "t", userId: undefined, stepIndex: null, operation: null, time: at, sequence: 3 };
    assert.deepEqual(await store.events("t", 2, 9), [{ type: "task.cancelled", ...envelope, durationMs: 5 }]);
    assert.deepEqual(await store.cancel("t", at + 1), record);
    assert.equal(await store.acquire("t", { runner: "r", leaseMs: 10 }), undefined);
  });

  it("marks a task that runs, for its runner to see", async () => {
    await using database = await create();
    const [store, other] = await Promise.all([database.open(), database.open()]);
    const { lease } = await startTask(store, "t");
    const record = (await other.cancel("t", 5)) ?? assert.fail();
    assert.deepEqual([record.status, record.cancelRequested, record.endedAt], ["running", true, null]);
    assert.deepEqual(await store.renew([lease], 60_000), { lost: [], cancelled: [lease], decided: [] });
    assert.deepEqual(await store.events("t", 0, 9), []);
    await store.write(lease, { end: endedAs("cancelled") });
    assert.equal((await find(store, "t")).status, "cancelled");
  });

  it("lets the next runner know of it when the one before died", async () => {
    await using database = await create();
    const store = await database.open();
    await startTask(store, "t");
    await store.cancel("t", 5);
    const by = { runner: "runner-2", leaseMs: 60_000, insteadOf: "runner-1" };
    assert.equal((await store.acquire("t", by))?.record.cancelRequested, true);
  });

  it("ends a task whose lease has run out, and refuses what its runner writes later", async () => {
    await using database = await create();
    const store = await database.open();
    await store.insert(sampleTask("t"));
    const { lease } = await take(store, "t", "runner-1", 1);
    await pause(10);
    assert.equal((await store.cancel("t", Date.now()))?.status, "cancelled");
    await assert.rejects(store.write(lease, { events: sampleEvents(1, 1) }), { name: "LostLeaseError" });
  });

  it("leaves a task alone that has ended otherwise", async () => {
    await using database = await create();
    const store = await database.open();
    await endTask(store, "t", endedAs("completed"));
    const record = await find(store, "t");
    assert.deepEqual(await store.cancel("t", 9_000), record);
    assert.deepEqual(await store.events("t", 0, 9), []);
  });
}

function resuming(it: SuiteFunctions["it"], create: CreateTaskStoreDatabase): void {
  it("makes a task pending again that has ended, and keeps its steps and its start", async () => {
    await using database = await create();
    const store = await database.open();
    for (const status of ["failed", "timed_out", "cancelled", "completed"] as const) {
      const { lease, record } = await startTask(store, status);
      const steps = [sampleStep(0), sampleStep(1, { status: "failed" })];
      await store.write(lease, { steps, events: sampleEvents(1, 2), end: endedAs(status, { output: "1" }) });
      const resumed = await store.resume(status, 3_000);
      assert.deepEqual(resumed, {
        ...record,
        status: "pending",
        heldBy: null,
        run: 1,
        completedSteps: 1,
        lastSequence: 2,
      });
      const next = await take(store, status);
      assert.equal(next.record.startedAt, record.startedAt);
      await store.write(next.lease, { steps: [sampleStep(1, { run: 1 })], end: endedAs("completed") });
      assert.deepEqual(await store.steps(status), [steps[0], sampleStep(1, { run: 1 })]);
      assert.deepEqual(await store.steps(status, { all: true }), [...steps, sampleStep(1, { run: 1 })]);
    }
  });

  it("does nothing to a task that is under way", async () => {
    await using database = await create();
    const store = await database.open();
    await store.insert(sampleTask("pending"));
    await startTask(store, "running");
    for (const key of ["pending", "running"]) assert.equal(await store.resume(key, 9_000), undefined);
  });

  it("is due at once, though it was to start later, and not cancelled any more", async () => {
    await using database = await create();
    const store = await database.open();
    await store.insert(sampleTask("t", { runAt: 9_000 }));
    await store.cancel("t", 2_000);
    const { runAt, cancelRequested, endedAt } = (await store.resume("t", 3_000)) ?? assert.fail();
    assert.deepEqual([runAt, cancelRequested, endedAt], [3_000, false, null]);
  });

  it("keeps approvals and asks anew for what was rejected or not decided upon", async () => {
    await using database = await create();
    const store = await database.open();
    const { lease } = await startTask(store, "t");
    await store.write(lease, { waiting: [0, 1, 2].map((index) => ({ index, since: 1, expiresAt: 9_000 })) });
    await store.decide("t", 0, { approved: true, reason: null, at: 5 });
    await store.decide("t", 1, { approved: false, reason: "no", at: 5 });
    await store.write(lease, { end: endedAs("failed") });
    const resumed = await store.resume("t", 3_000);
    assert.deepEqual(
      resumed?.approvals.map(({ index }) => index),
      [0],
    );
  });
}

function approvals(it: SuiteFunctions["it"], create: CreateTaskStoreDatabase): void {
  const wait = (index: number, expiresAt = 5_000) => ({ index, since: 1_500, expiresAt });
  const yes = { approved: true, reason: null, at: 3_000 };
  const no = { approved: false, reason: "too dear", at: 3_001 };

  it("[TASK-6] keeps which steps wait, and what was decided, the first time only", async () => {
    await using database = await create();
    const [store, other] = await Promise.all([database.open(), database.open()]);
    const { lease } = await startTask(store, "t");
    await store.write(lease, { waiting: [wait(2), wait(0)] });
    await store.write(lease, { waiting: [{ index: 2, since: 9, expiresAt: 9 }] });
    assert.deepEqual((await find(other, "t")).approvals, [
      { ...wait(0), decision: null },
      { ...wait(2), decision: null },
    ]);
    assert.equal(await other.decide("t", 2, no), true);
    assert.equal(await other.decide("t", 2, yes), false);
    assert.equal(await other.decide("t", 1, yes), false);
    assert.equal(await other.decide("u", 2, yes), false);
    assert.deepEqual((await find(store, "t")).approvals, [
      { ...wait(0), decision: null },
      { ...wait(2), decision: no },
    ]);
    assert.deepEqual((await store.renew([lease], 60_000)).decided, [{ lease, index: 2 }]);
  });

  it("[TASK-6] parks a task until one of its steps is decided upon", async () => {
    await using database = await create();
    const store = await database.open();
    const { lease } = await startTask(store, "t");
    await store.write(lease, { waiting: [wait(0), wait(1)], end: endedAs("pending", { parked: true }) });
    assert.deepEqual([(await find(store, "t")).status, (await find(store, "t")).parked], ["pending", true]);
    assert.equal(await store.acquire("t", { runner: "r", leaseMs: 10 }), undefined);
    assert.deepEqual(await store.open({ now: 9_000, limit: 9 }), []);
    assert.equal(await store.decide("t", 1, yes), true);
    assert.equal((await find(store, "t")).parked, false);
    assert.deepEqual(
      (await store.open({ now: 9_000, limit: 9 })).map(({ key }) => key),
      ["t"],
    );
    const next = await take(store, "t");
    assert.deepEqual((await store.renew([next.lease], 60_000)).decided, []);
    await store.write(next.lease, { end: endedAs("pending", { parked: true }) });
    assert.equal((await find(store, "t")).parked, true);
  });

  it("[TASK-6] does not park a task when a decision came that its run has made no use of", async () => {
    await using database = await create();
    const store = await database.open();
    const { lease } = await startTask(store, "t");
    await store.write(lease, { waiting: [wait(0), wait(1), wait(2)] });
    await store.decide("t", 0, yes);
    await store.write(lease, { steps: [sampleStep(0)] });
    await store.decide("t", 1, no);
    await store.write(lease, { end: endedAs("pending", { parked: true }) });
    assert.equal((await find(store, "t")).parked, false);
    const next = await take(store, "t");
    await store.write(next.lease, { steps: [sampleStep(1)], end: endedAs("pending", { parked: true }) });
    assert.equal((await find(store, "t")).parked, true);
  });

  it("does not park a task that was to be cancelled", async () => {
    await using database = await create();
    const store = await database.open();
    const { lease } = await startTask(store, "t");
    await store.cancel("t", 1);
    await store.write(lease, { waiting: [wait(0)], end: endedAs("pending", { parked: true }) });
    assert.equal((await take(store, "t")).record.cancelRequested, true);
  });

  it("[TASK-6] tells whose time is over, as long as the task is under way", async () => {
    await using database = await create();
    const store = await database.open();
    const start = async (
      id: string,
      end: Parameters<TaskStore["write"]>[1]["end"],
      ...waiting: ReturnType<typeof wait>[]
    ) => {
      const { lease } = await startTask(store, id);
      await store.write(lease, { waiting, ...(end && { end }) });
    };
    await start("runs", undefined, wait(0, 30), wait(1, 31));
    await start("parked", endedAs("pending", { parked: true }), wait(2, 20));
    await start("over", endedAs("cancelled"), wait(0, 10));
    await start("cancelled", endedAs("pending", { parked: true }), wait(0, 10));
    await store.cancel("cancelled", 5);
    assert.deepEqual(await store.expiredApprovals(30), [
      { key: "parked", index: 2 },
      { key: "runs", index: 0 },
    ]);
    await store.decide("runs", 0, no);
    assert.deepEqual(await store.expiredApprovals(30), [{ key: "parked", index: 2 }]);
    assert.deepEqual((await find(store, "over")).approvals, []);
    assert.equal(await store.decide("cancelled", 0, yes), false);
  });
}

function recovery(it: SuiteFunctions["it"], create: CreateTaskStoreDatabase): void {
  it("[TASK-3] tells which tasks are under way and due, page by page, and who holds them", async () => {
    await using database = await create();
    const store = await database.open();
    await endTask(store, "over", endedAs("failed"));
    await store.insert(sampleTask("d", { runAt: 5_001 }));
    await store.insert(sampleTask("c", { runAt: 5_000, userId: undefined, lane: "heavy", priority: 7 }));
    await startTask(store, "b");
    await store.insert(sampleTask("a"));
    await take(store, "a", "runner-2", 1);
    await pause(10);
    const now = Date.now();
    await store.insert(sampleTask("e", { runAt: now + 60_000 }));
    const shared = { userId: "ann", lane: "fast", priority: 0, runAt: 1_000 };
    const wanted = [
      { key: "a", ...shared, heldBy: "runner-2", expired: true },
      { key: "b", ...shared, heldBy: "runner-1", expired: false },
      { key: "c", userId: undefined, lane: "heavy", priority: 7, runAt: 5_000, heldBy: undefined, expired: false },
      { key: "d", ...shared, runAt: 5_001, heldBy: undefined, expired: false },
    ];
    assert.deepEqual(await store.open({ now, limit: 9 }), wanted);
    assert.deepEqual(await store.open({ now, limit: 2 }), wanted.slice(0, 2));
    assert.deepEqual(await store.open({ now, limit: 2, cursor: "b" }), wanted.slice(2));
    assert.deepEqual(await store.open({ now, limit: 2, cursor: "d" }), []);
    assert.deepEqual(
      (await store.open({ now: 5_000, limit: 9, cursor: "b" })).map(({ key }) => key),
      ["c"],
    );
  });
}
