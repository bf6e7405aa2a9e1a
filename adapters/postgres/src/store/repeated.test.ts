import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CuttingProxy, startCuttingProxy } from "#testing-fixtures/cutting-proxy.ts";
import { createPostgresDatabase } from "#testing-fixtures/postgres-database.ts";
import { type PostgresServer, startPostgres } from "#testing-fixtures/postgres-server.ts";
import { endedAs, sampleEvents, sampleStep, sampleTask, startTask } from "#testing-fixtures/sample-tasks.ts";

let server: PostgresServer;
let proxy: CuttingProxy;
beforeAll(async () => {
  server = await startPostgres();
  proxy = await startCuttingProxy(server);
}, 30_000);
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const open = async () => {
  const database = createPostgresDatabase(proxy);
  const store = await database.open();
  const swallowed = proxy.swallowed;
  /** Has the connection break when a statement was done, before anybody hears of it. */
  const unheard = async <T>(statement: string, call: () => Promise<T>): Promise<T> => {
    proxy.swallowAnswer(statement);
    const result = await call();
    expect(proxy.swallowed).toBeGreaterThan(swallowed);
    return result;
  };
  return { store, unheard, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() };
};

describe("a connection that breaks when all was done and nothing was told", () => {
  it("[DIST-4] adds a task once, and knows it for new", async () => {
    await using opened = await open();
    const { store, unheard } = opened;
    const { isNew } = await unheard("insert", () => store.insert(sampleTask("t")));
    expect(isNew).toBe(true);
    const holder = { runner: "r", leaseMs: 60_000 };
    const { lease, isNew: isNewToo } = await unheard("insert", () => store.insert(sampleTask("u"), holder));
    expect(isNewToo).toBe(true);
    if (!lease) throw new Error("expected a lease");
    await store.write(lease, { events: sampleEvents(1, 1) });
    expect((await store.insert(sampleTask("u"), holder)).isNew).toBe(false);
  });

  it("[TASK-4] gives the lease to who acquired it", async () => {
    await using opened = await open();
    const { store, unheard } = opened;
    await store.insert(sampleTask("t"));
    const by = { runner: "r", leaseMs: 60_000 };
    const taken = await unheard("acquire", () => store.acquire("t", by));
    if (!taken) throw new Error("expected a lease");
    await store.write(taken.lease, { events: sampleEvents(1, 1) });
    expect(await store.acquire("t", by)).toBeUndefined();
  });

  it("[TASK-7] writes steps and events once", async () => {
    await using opened = await open();
    const { store, unheard } = opened;
    const { lease } = await startTask(store, "t");
    await unheard("write-runs", () => store.write(lease, { steps: [sampleStep(0)], events: sampleEvents(1, 2) }));
    await store.write(lease, { events: sampleEvents(3, 3) });
    expect(await store.steps("t")).toEqual([sampleStep(0)]);
    expect(await store.events("t", 0, 9)).toEqual(sampleEvents(1, 3));
    expect((await store.find("t"))?.completedSteps).toBe(1);
  });

  it("[TASK-4] ends a run, and does not take its own end for a loss of the lease", async () => {
    await using opened = await open();
    const { store, unheard } = opened;
    for (const status of ["completed", "pending"] as const) {
      const { lease } = await startTask(store, status);
      const changes = { steps: [sampleStep(0)], events: sampleEvents(1, 1), end: endedAs(status, { output: "7" }) };
      await unheard("write-runs", () => store.write(lease, changes));
      // Whoever calls again because it was told of trouble, too.
      await store.write(lease, changes);
      await expect(store.write(lease, { end: endedAs("failed") })).rejects.toMatchObject({ name: "LostLeaseError" });
      await expect(store.write(lease, { events: sampleEvents(2, 2) })).rejects.toMatchObject({
        name: "LostLeaseError",
      });
      expect(await store.find(status)).toMatchObject({ status, output: "7", lastSequence: 1, completedSteps: 1 });
    }
  });

  it("[TASK-6] decides, cancels, resumes, removes and sweeps once, and tells so", async () => {
    await using opened = await open();
    const { store, unheard } = opened;
    const { lease } = await startTask(store, "t");
    await store.write(lease, { waiting: [{ index: 0, since: 1, expiresAt: 9 }] });
    const decision = { approved: true, reason: "fine\0", at: 5 };
    expect(await unheard("decide", () => store.decide("t", 0, decision))).toBe(true);
    expect(await store.decide("t", 0, decision)).toBe(false);
    expect((await store.find("t"))?.approvals).toEqual([{ index: 0, since: 1, expiresAt: 9, decision }]);
    await store.write(lease, { end: endedAs("pending") });
    expect((await unheard("commit", () => store.cancel("t", 7)))?.status).toBe("cancelled");
    expect(await store.events("t", 0, 9)).toHaveLength(1);
    expect(await unheard("resume", () => store.resume("t", 8))).toMatchObject({ status: "pending", run: 1 });
    expect(await store.resume("t", 8)).toBeUndefined();
    await store.cancel("t", 9);
    expect(await unheard("remove", () => store.remove("t"))).toBe(true);
    expect(await store.remove("t")).toBe(false);
    for (const id of ["a", "b"]) await store.write((await startTask(store, id)).lease, { end: endedAs("completed") });
    expect(await unheard("remove", () => store.sweep(3_000, 9))).toEqual(["a", "b"]);
  });

  it("[DIST-5] moves a schedule on once, and removes it", async () => {
    await using opened = await open();
    const { store, unheard } = opened;
    const { work } = sampleTask("t");
    const schedule = {
      userId: undefined,
      id: "daily",
      cron: "0 6 * * *",
      timezone: "UTC",
      work,
      lane: "fast",
    } as const;
    const kept = { ...schedule, priority: 0, createdAt: 1, nextAt: 10, lastTaskId: null };
    await unheard("schedule-save", () => store.saveSchedule(kept));
    expect(await unheard("schedule-advance", () => store.advanceSchedule(kept, 20, "daily:1"))).toBe(true);
    expect(await store.advanceSchedule(kept, 20, "daily:1")).toBe(false);
    expect(await unheard("schedule-remove", () => store.removeSchedule(undefined, "daily"))).toBe(true);
    expect(await store.removeSchedule(undefined, "daily")).toBe(false);
  });

  it("[DIST-4] reads again", async () => {
    await using opened = await open();
    const { store, unheard } = opened;
    await store.insert(sampleTask("t"));
    expect((await unheard("find", () => store.find("t")))?.id).toBe("t");
  });
});
