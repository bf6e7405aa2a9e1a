import assert from "node:assert/strict";
import type { TaskStore } from "#contracts/task-store.ts";
import type { CreateTaskStoreDatabase } from "./databases-under-test.ts";
import { endedAs, endTask, find, sampleEvent, sampleTask, startTask } from "./sample-tasks.ts";
import type { SuiteFunctions } from "./suite-functions.ts";
import { describeTaskChanges } from "./task-store-changes.ts";
import { describeTaskRuns } from "./task-store-runs.ts";

/** What every task store has to do, as tests. */
export function describeTaskStoreConformance(functions: SuiteFunctions, create: CreateTaskStoreDatabase): void {
  const { describe, it } = functions;
  describe("task store conformance: keeping", () => keeping(it, create));
  describe("task store conformance: listing", () => listing(it, create));
  describe("task store conformance: removing", () => removing(it, create));
  describe("task store conformance: schedules", () => schedules(it, create));
  describe("task store conformance: watching", () => watching(it, create));
  describeTaskRuns(functions, create);
  describeTaskChanges(functions, create);
}

function keeping(it: SuiteFunctions["it"], create: CreateTaskStoreDatabase): void {
  it("[TASK-2] keeps all of a task, for every store on the database", async () => {
    await using database = await create();
    const store = await database.open();
    const task = sampleTask("t", { userId: undefined, lane: "heavy", priority: -100, runAt: 5_000 });
    const { record, isNew } = await store.insert(task);
    assert.ok(isNew);
    assert.deepEqual(record, {
      ...task,
      status: "pending",
      parked: false,
      cancelRequested: false,
      heldBy: null,
      startedAt: null,
      endedAt: null,
      run: 0,
      completedSteps: 0,
      approvals: [],
      lastSequence: 0,
      output: null,
      error: null,
    });
    const other = await database.open();
    assert.deepEqual(await other.find("t"), record);
    await store.check();
  });

  it("[TASK-4] gives a new task to who keeps it, if that is wanted: nobody else can take it then", async () => {
    await using database = await create();
    const store = await database.open();
    const other = await database.open();
    const holder = { runner: "r", leaseMs: 60_000 };
    const { record, isNew, lease } = await store.insert(sampleTask("t"), holder);
    assert.ok(isNew && lease);
    assert.deepEqual({ ...record, startedAt: 0 }, { ...(await other.find("t")), startedAt: 0 });
    assert.equal(record.status, "running");
    assert.equal(record.heldBy, "r");
    assert.equal(await other.acquire("t", { runner: "s", leaseMs: 1_000 }), undefined);
    const again = await other.insert(sampleTask("t"), { runner: "s", leaseMs: 60_000 });
    assert.deepEqual({ isNew: again.isNew, lease: again.lease }, { isNew: false, lease: undefined });
    await store.write(lease, { events: [sampleEvent(1)] });
    const taken = await other.acquire("t", { runner: "s", leaseMs: 60_000, insteadOf: "r" });
    assert.ok(taken && taken.lease.fence > lease.fence);
    assert.equal(taken.record.lastSequence, 1);
    await assert.rejects(store.write(lease, { events: [sampleEvent(2)] }), { name: "LostLeaseError" });
    await assert.rejects(store.write(lease, { end: endedAs("completed") }), { name: "LostLeaseError" });
  });

  it("gives the task that is there when its key comes again, from however many stores at once", async () => {
    await using database = await create();
    const stores = await Promise.all([database.open(), database.open()]);
    const attempts = Array.from({ length: 20 }, (_, index) => ({ store: stores[index % 2], digest: `d${index}` }));
    const inserted = await Promise.all(attempts.map(({ store, digest }) => store?.insert(sampleTask("t", { digest }))));
    assert.equal(inserted.filter((one) => one?.isNew).length, 1);
    assert.equal(new Set(inserted.map((one) => one?.record.digest)).size, 1);
  });

  it("finds nothing by a key that nobody gave", async () => {
    await using database = await create();
    const store = await database.open();
    await store.insert(sampleTask("t"));
    for (const key of ["", "T", "t ", "t%", "__proto__", "' OR 1=1 --"]) {
      assert.equal(await store.find(key), undefined, key);
      assert.deepEqual(await store.steps(key), []);
      assert.deepEqual(await store.events(key, 0, 10), []);
      assert.deepEqual(await store.elements(key), []);
      assert.equal(await store.acquire(key, { runner: "r", leaseMs: 1_000 }), undefined);
      assert.equal(await store.cancel(key, 1), undefined);
      assert.equal(await store.resume(key, 1), undefined);
      assert.equal(await store.remove(key), false);
    }
  });

  it("counts a user's tasks that have not ended", async () => {
    await using database = await create();
    const store = await database.open();
    await endTask(store, "over", endedAs("failed"));
    await store.insert(sampleTask("waits", { runAt: 9e12 }));
    await startTask(store, "runs", { lane: "heavy" });
    await store.insert(sampleTask("nobodys", { userId: undefined }));
    assert.deepEqual(
      [await store.countOpen("ann"), await store.countOpen(undefined), await store.countOpen("")],
      [2, 1, 0],
    );
  });
}

function listing(it: SuiteFunctions["it"], create: CreateTaskStoreDatabase): void {
  const idsOf = async (store: TaskStore, filter: Partial<Parameters<TaskStore["list"]>[0]>) =>
    (await store.list({ userId: "ann", limit: 100, ...filter })).records.map(({ id }) => id);

  it("[TASK-1] lists a user's tasks, newest first, and nobody else's", async () => {
    await using database = await create();
    const store = await database.open();
    for (const id of ["a", "b", "c"]) await store.insert(sampleTask(id, { lane: id === "b" ? "heavy" : "fast" }));
    await store.insert(sampleTask("x", { userId: "bob" }));
    await store.insert(sampleTask("y", { userId: undefined }));
    await store.insert(sampleTask("z", { userId: "" }));
    assert.deepEqual(await idsOf(store, {}), ["c", "b", "a"]);
    assert.deepEqual(await idsOf(store, { userId: "bob" }), ["x"]);
    assert.deepEqual(await idsOf(store, { userId: undefined }), ["y"]);
    assert.deepEqual(await idsOf(store, { userId: "" }), ["z"]);
  });

  it("[TASK-1] lists by status, lane and name, alone and together", async () => {
    await using database = await create();
    const store = await database.open();
    await endTask(store, "failed", endedAs("failed"));
    await endTask(store, "completed", endedAs("completed"), { lane: "heavy" });
    await startTask(store, "running", { lane: "heavy" });
    await store.insert(sampleTask("pending"));
    const { work } = sampleTask("nameless");
    await store.insert(sampleTask("nameless", { work: { ...work, plan: { steps: [] } } }));
    assert.deepEqual(await idsOf(store, { statuses: ["pending"] }), ["nameless", "pending"]);
    assert.deepEqual(await idsOf(store, { statuses: ["running"] }), ["running"]);
    assert.deepEqual(await idsOf(store, { statuses: ["failed", "completed", "failed"] }), ["completed", "failed"]);
    assert.deepEqual(await idsOf(store, { statuses: [] }), []);
    assert.deepEqual(await idsOf(store, { lane: "heavy" }), ["running", "completed"]);
    assert.deepEqual(await idsOf(store, { lane: "heavy", statuses: ["completed", "pending"] }), ["completed"]);
    assert.deepEqual(await idsOf(store, { name: "sums" }), ["pending", "running", "completed", "failed"]);
    assert.deepEqual(await idsOf(store, { name: "sums", lane: "heavy", statuses: ["running"] }), ["running"]);
    assert.deepEqual(await idsOf(store, { name: "SUMS" }), []);
  });

  it("[TASK-1] pages without gap or repetition, whatever is added and removed meanwhile", async () => {
    await using database = await create();
    const store = await database.open();
    for (let number = 0; number < 10; number += 1) await store.insert(sampleTask(`t${number}`));
    for (const filter of [{}, { name: "sums" }, { statuses: ["pending", "cancelled"] as const }]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < 4; page += 1) {
        const found = await store.list({ userId: "ann", limit: 3, cursor, ...filter });
        seen.push(...found.records.map(({ id }) => id).filter((id) => id.startsWith("t")));
        await store.insert(sampleTask(`new-${page}-${JSON.stringify(filter)}`));
        cursor = found.cursor ?? undefined;
      }
      assert.equal(cursor, undefined);
      assert.deepEqual(
        seen.slice(-10),
        Array.from({ length: 10 }, (_, index) => `t${9 - index}`),
      );
      for (const id of (await store.list({ userId: "ann", limit: 100 })).records.map((record) => record.id)) {
        if (!id.startsWith("new")) continue;
        await store.cancel(id, 1);
        await store.remove(id);
      }
    }
  });

  it("refuses a cursor that no page gave", async () => {
    await using database = await create();
    const store = await database.open();
    for (const cursor of ["", "x", "-1", "1e3", "1;2", "9".repeat(40)]) {
      await assert.rejects(store.list({ userId: "ann", limit: 3, cursor }), { code: "E001" }, cursor);
    }
  });
}

function removing(it: SuiteFunctions["it"], create: CreateTaskStoreDatabase): void {
  it("removes a task that has ended, and no other", async () => {
    await using database = await create();
    const store = await database.open();
    await store.insert(sampleTask("pending"));
    await startTask(store, "running");
    const { lease } = await startTask(store, "over");
    const events = [sampleEvent(1)];
    await store.write(lease, { steps: [{ index: 0, run: 0, status: "completed", body: "{}" }], events });
    await store.write(lease, { end: endedAs("completed") });
    assert.deepEqual(await Promise.all(["pending", "running", "over"].map((key) => store.remove(key))), [
      false,
      false,
      true,
    ]);
    assert.equal(await store.find("over"), undefined);
    assert.equal(await store.remove("over"), false);
    await store.insert(sampleTask("over"));
    assert.deepEqual([await store.steps("over"), await store.events("over", 0, 10)], [[], []]);
    assert.equal((await find(store, "over")).lastSequence, 0);
  });

  it("[TASK-4] refuses what the holder of a removed task writes to the next one of its key", async () => {
    await using database = await create();
    const store = await database.open();
    const { lease } = await startTask(store, "t");
    await store.write(lease, { end: endedAs("completed") });
    await store.remove("t");
    await startTask(store, "t");
    await assert.rejects(store.write(lease, { events: [sampleEvent(1)] }), { name: "LostLeaseError" });
  });

  it("[TASK-5] sweeps what ended before a moment, oldest first, and tells their keys", async () => {
    await using database = await create();
    const store = await database.open();
    for (const endedAt of [30, 10, 20, 40]) await endTask(store, `t${endedAt}`, endedAs("completed", { endedAt }));
    await store.insert(sampleTask("open", { createdAt: 1 }));
    assert.deepEqual(await store.sweep(40, 2), ["t10", "t20"]);
    assert.deepEqual(await store.sweep(40, 2), ["t30"]);
    assert.deepEqual(await store.sweep(40, 2), []);
    assert.deepEqual(
      (await store.list({ userId: "ann", limit: 9 })).records.map(({ id }) => id),
      ["open", "t40"],
    );
  });
}

function schedules(it: SuiteFunctions["it"], create: CreateTaskStoreDatabase): void {
  const { work } = sampleTask("t");
  const daily = {
    userId: "ann",
    id: "daily",
    cron: "0 6 * * *",
    timezone: "Europe/Berlin",
    work,
    lane: "heavy",
    priority: 3,
    createdAt: 1,
    nextAt: 100,
    lastTaskId: null,
  } as const;

  it("[DIST-5] keeps schedules, each user's apart; saving one again replaces it", async () => {
    await using database = await create();
    const store = await database.open();
    await store.saveSchedule(daily);
    await store.saveSchedule({ ...daily, userId: undefined, cron: "1 * * * *" });
    await store.saveSchedule({ ...daily, id: "another" });
    await store.saveSchedule({ ...daily, cron: "0 7 * * *" });
    assert.deepEqual(await store.schedules("ann"), [
      { ...daily, id: "another" },
      { ...daily, cron: "0 7 * * *" },
    ]);
    assert.deepEqual(await store.schedules(undefined), [{ ...daily, userId: undefined, cron: "1 * * * *" }]);
    assert.deepEqual(
      [await store.removeSchedule(undefined, "daily"), await store.removeSchedule(undefined, "daily")],
      [true, false],
    );
    assert.equal((await store.schedules("ann")).length, 2);
  });

  it("[DIST-5] tells which are due, and moves each on for one of those who ask", async () => {
    await using database = await create();
    const stores = await Promise.all([database.open(), database.open()]);
    const [store] = stores;
    await store.saveSchedule(daily);
    await store.saveSchedule({ ...daily, id: "earlier", nextAt: 50, userId: undefined });
    await store.saveSchedule({ ...daily, id: "later", nextAt: 101 });
    const due = await store.dueSchedules(100);
    assert.deepEqual(
      due.map(({ id }) => id),
      ["earlier", "daily"],
    );
    for (const schedule of due) {
      const moved = await Promise.all(
        [...stores, ...stores].map((one) => one.advanceSchedule(schedule, 200, `${schedule.id}:1`)),
      );
      assert.equal(moved.filter(Boolean).length, 1);
    }
    assert.deepEqual(await store.dueSchedules(100), []);
    assert.deepEqual(
      (await store.schedules("ann")).map(({ nextAt, lastTaskId }) => [nextAt, lastTaskId]),
      [
        [200, "daily:1"],
        [101, null],
      ],
    );
  });
}

function watching(it: SuiteFunctions["it"], create: CreateTaskStoreDatabase): void {
  it("[DIST-3] tells of changes by any store, until one does not want to know any more", async () => {
    await using database = await create();
    const [store, other] = await Promise.all([database.open(), database.open()]);
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = store.watch(resolve);
    await other.insert(sampleTask("t"));
    await promise;
    stop();
    stop();
    let count = 0;
    const stopCounting = store.watch(() => (count += 1));
    await store.insert(sampleTask("u"));
    assert.ok(count > 0, "told nothing of its own change");
    stopCounting();
    const told = count;
    await store.insert(sampleTask("v"));
    assert.equal(count, told);
  });

  it("lets a listener that throws hurt nobody else", async () => {
    await using database = await create();
    const store = await database.open();
    let isTold = false;
    const stops = [
      store.watch(() => {
        throw new Error("a listener's own trouble");
      }),
      store.watch(() => {
        isTold = true;
      }),
    ];
    await store.insert(sampleTask("t"));
    assert.ok(isTold);
    for (const stop of stops) stop();
  });
}
