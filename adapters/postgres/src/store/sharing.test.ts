import { createManualClock } from "@aiecs/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCuttingProxy } from "#testing-fixtures/cutting-proxy.ts";
import { createPostgresDatabase } from "#testing-fixtures/postgres-database.ts";
import { type PostgresServer, startPostgres } from "#testing-fixtures/postgres-server.ts";
import {
  endedAs,
  pause,
  sampleEvents,
  sampleStep,
  sampleTask,
  startTask,
  until,
} from "#testing-fixtures/sample-tasks.ts";

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 30_000);
afterAll(() => server[Symbol.asyncDispose]());

describe("what is written at the same time", () => {
  it("[PERF-6] is one transaction, and costs one for all that gathers meanwhile", async () => {
    await using database = createPostgresDatabase(server);
    const store = await database.open();
    const keys = Array.from({ length: 20 }, (_, index) => `t${index}`);
    await Promise.all(keys.map((key) => store.insert(sampleTask(key))));
    expect(await database.run("SELECT count(DISTINCT xmin::text)::integer AS count FROM works")).toEqual([
      { count: 1 },
    ]);
    const taken = await Promise.all(keys.map((key) => store.acquire(key, { runner: "r", leaseMs: 60_000 })));
    const leases = taken.map((one) => one?.lease ?? { key: "", fence: 0 });
    await Promise.all(leases.map((lease) => store.write(lease, { steps: [sampleStep(0)] })));
    expect(await database.run("SELECT count(DISTINCT xmin::text)::integer AS count FROM steps")).toEqual([
      { count: 1 },
    ]);
    const writes = leases.slice(0, 3).map(async (lease) => {
      for (let index = 1; index <= 10; index += 1) await store.write(lease, { steps: [sampleStep(index)] });
    });
    await Promise.all(writes);
    const [row] = await database.run("SELECT count(DISTINCT xmin::text)::integer AS count FROM steps WHERE step > 0");
    expect(Number(row?.count)).toBeLessThanOrEqual(12);
  });

  it("fails alone when it cannot be written, with nothing of it, and its neighbours are kept", async () => {
    await using database = createPostgresDatabase(server);
    const store = await database.open();
    const leases = await Promise.all(["a", "b", "c", "d"].map(async (key) => (await startTask(store, key)).lease));
    const outcomes = await Promise.allSettled(
      leases.map((lease, index) =>
        store.write(lease, {
          steps: [sampleStep(0), index === 1 ? { ...sampleStep(1), body: "no JSON: \0" } : sampleStep(1)],
          events: index === 2 ? sampleEvents(5, 5) : sampleEvents(1, 1),
        }),
      ),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"]);
    for (const outcome of outcomes)
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "E006" });
    const counts = await Promise.all(["a", "b", "c", "d"].map(async (key) => (await store.steps(key)).length));
    expect(counts).toEqual([2, 0, 0, 2]);
  });

  it("keeps the order of what one runner writes without waiting", async () => {
    await using database = createPostgresDatabase(server);
    const store = await database.open();
    const { lease } = await startTask(store, "t");
    const { lease: first } = await startTask(store, "a");
    await Promise.all([
      store.write(lease, { events: sampleEvents(1, 2) }),
      store.write(first, { events: sampleEvents(1, 1) }),
      store.write(lease, { events: sampleEvents(3, 3) }),
      store.write(lease, { end: endedAs("completed") }),
    ]);
    expect(await store.find("t")).toMatchObject({ status: "completed", lastSequence: 3 });
  });

  it("[TASK-4] never makes two who write, renew, cancel and decide wait for each other for ever", async () => {
    await using database = createPostgresDatabase(server);
    const [store, other] = await Promise.all([database.open(), database.open()]);
    const keys = Array.from({ length: 12 }, (_, index) => `t${index}`);
    const leases = await Promise.all(keys.map(async (key) => (await startTask(store, key)).lease));
    for (let round = 1; round <= 10; round += 1) {
      const reversed = leases.toReversed();
      await Promise.all([
        ...leases.map((lease) => store.write(lease, { events: sampleEvents(round, round) })),
        store.renew(reversed, 60_000),
        other.renew(leases, 60_000),
        ...reversed.map(({ key }) => other.cancel(key, 1)),
        ...keys.map((key) => other.decide(key, 0, { approved: true, reason: null, at: 1 })),
      ]);
    }
    for (const key of keys) expect((await store.find(key))?.lastSequence).toBe(10);
  });
});

describe("leases", () => {
  it("[TASK-4] go by the server's clock, however wrong those of the processes are", async () => {
    await using database = createPostgresDatabase(server);
    const [past, future] = await Promise.all([
      database.open({ clock: createManualClock({ startAt: 0 }) }),
      database.open({ clock: createManualClock({ startAt: 9e12 }) }),
    ]);
    await past.insert(sampleTask("t"));
    const first = await past.acquire("t", { runner: "thawed", leaseMs: 60_000 });
    if (!first) throw new Error("expected a lease");
    expect(await future.acquire("t", { runner: "other", leaseMs: 60_000 })).toBeUndefined();
    expect(await future.open({ now: 9e12, limit: 9 })).toMatchObject([{ key: "t", heldBy: "thawed", expired: false }]);
    await database.run("UPDATE tasks SET lease_until = lease_until - 61000");
    expect(await past.open({ now: 2_000, limit: 9 })).toMatchObject([{ expired: true }]);
    expect(await future.acquire("t", { runner: "other", leaseMs: 60_000 })).toBeDefined();
    const { steps, elements, events, waiting } = {
      steps: [sampleStep(0)],
      elements: [{ index: 0, position: 0, body: "" }],
      events: sampleEvents(1, 1),
      waiting: [{ index: 0, since: 1, expiresAt: 2 }],
    };
    for (const changes of [{ steps }, { elements }, { events }, { waiting }, { end: endedAs("completed") }, {}]) {
      await expect(past.write(first.lease, changes)).rejects.toMatchObject({ name: "LostLeaseError" });
    }
    expect(await past.find("t")).toMatchObject({ heldBy: "other", lastSequence: 0, completedSteps: 0, approvals: [] });
  });

  it("[TASK-7] keeps once what comes twice at the same time, as when an answer is lost and asked for again", async () => {
    await using database = createPostgresDatabase(server);
    const [one, other] = await Promise.all([database.open(), database.open()]);
    const { lease } = await startTask(one, "t");
    for (let index = 0; index < 50; index += 1) {
      const changes = { steps: [sampleStep(index)], events: sampleEvents(2 * index + 1, 2 * index + 2) };
      await Promise.all([one.write(lease, changes), other.write(lease, changes)]);
    }
    const record = await one.find("t");
    expect([record?.completedSteps, record?.lastSequence]).toEqual([50, 100]);
    expect(await one.steps("t")).toEqual(Array.from({ length: 50 }, (_, index) => sampleStep(index)));
    expect(await one.events("t", 0, 1_000)).toEqual(sampleEvents(1, 100));
    const end = { end: endedAs("completed", { output: "1" }) };
    await Promise.all([one.write(lease, end), other.write(lease, end)]);
    expect(await one.find("t")).toMatchObject({ status: "completed", completedSteps: 50, heldBy: null });
  });

  it("[TASK-4] refuses a write that was on its way while the task was taken over", async () => {
    await using database = createPostgresDatabase(server);
    const [store, other] = await Promise.all([database.open(), database.open()]);
    for (let round = 0; round < 20; round += 1) {
      const { lease } = await startTask(store, `t${round}`);
      const by = { runner: "runner-2", leaseMs: 60_000, insteadOf: "runner-1" };
      const [written, taken] = await Promise.allSettled([
        store.write(lease, { steps: [sampleStep(0)], events: sampleEvents(1, 1) }),
        other.acquire(lease.key, by),
      ]);
      if (taken.status === "rejected" || !taken.value) throw new Error("expected a lease");
      const isWritten = written.status === "fulfilled";
      // What the next runner is told is all there is.
      expect(taken.value.record.lastSequence).toBe(isWritten ? 1 : 0);
      expect(await store.steps(lease.key)).toHaveLength(isWritten ? 1 : 0);
    }
  });
});

describe("watching", () => {
  it("[DIST-3] tells of changes by another store, at once and not for each of them", async () => {
    await using database = createPostgresDatabase(server);
    // On a clock that stands still nothing is told but what was heard.
    const [store, other] = await Promise.all([database.open({ clock: createManualClock() }), database.open()]);
    let count = 0;
    store.watch(() => (count += 1));
    await until(() => count > 0);
    const before = count;
    const { lease } = await startTask(other, "t");
    await until(() => count > before);
    await pause(50);
    const calm = count;
    for (let index = 0; index < 100; index += 1) await other.write(lease, { steps: [sampleStep(index)] });
    await until(() => count > calm);
    await pause(50);
    expect(count - calm).toBeLessThan(90);
    const quiet = count;
    await other.renew([lease], 60_000);
    await other.find("t");
    await pause(50);
    expect(count).toBe(quiet);
  });

  it("[DIST-3] hears nothing of other schemas", async () => {
    await using database = createPostgresDatabase(server);
    await using elsewhere = createPostgresDatabase(server);
    const [store, other] = await Promise.all([database.open(), elsewhere.open()]);
    let count = 0;
    store.watch(() => (count += 1));
    await until(() => count > 0);
    await other.insert(sampleTask("t"));
    await pause(50);
    expect(count).toBe(1);
  });

  it("[DIST-3] connects again when the connection broke, and tells, for something may have been missed", async () => {
    await using database = createPostgresDatabase(server);
    await using proxy = await startCuttingProxy(server);
    const [store, other] = await Promise.all([database.open({ url: proxy.url }), database.open()]);
    let count = 0;
    store.watch(() => (count += 1));
    await until(() => count > 0);
    proxy.turnOff();
    await other.insert(sampleTask("missed"));
    await pause(50);
    const before = count;
    proxy.turnOn();
    await until(() => count > before);
    await pause(20);
    const again = count;
    await other.insert(sampleTask("heard"));
    await until(() => count > again);
    await store[Symbol.asyncDispose]();
  });
});

describe("texts that anybody may choose", () => {
  it("[TASK-1] keeps users, names and reasons apart whatever they are made of", async () => {
    await using database = createPostgresDatabase(server);
    const store = await database.open();
    const users = [
      undefined,
      "",
      "\\N",
      "\\",
      "\\\\",
      "a\0b",
      "a\\u0000b",
      "\ud800",
      "\udfff",
      "😀",
      "\\ud800",
      "'; --",
      "__proto__",
    ];
    for (const [index, userId] of users.entries()) {
      const { work } = sampleTask("");
      const plan = { ...work.plan, name: `n${userId ?? ""}` };
      await store.insert(sampleTask(`t${index}`, { userId, work: { ...work, plan }, key: `${userId ?? ""}~${index}` }));
    }
    for (const [index, userId] of users.entries()) {
      const { records } = await store.list({ userId, name: `n${userId ?? ""}`, limit: 9 });
      expect(records.map((record) => [record.id, record.userId])).toEqual([[`t${index}`, userId]]);
      expect(await store.countOpen(userId)).toBe(1);
      expect(await store.find(`${userId ?? ""}~${index}`)).toEqual(records[0]);
    }
    expect((await store.open({ now: 9e12, limit: 100 })).map(({ userId }) => userId)).toEqual(
      expect.arrayContaining(users),
    );
  });
});
