import type { TaskStore } from "@aiecs/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPostgresDatabase } from "#testing-fixtures/postgres-database.ts";
import { type PostgresServer, startPostgres } from "#testing-fixtures/postgres-server.ts";
import { pause, sampleEvents, sampleStep, sampleTask, startTask, until } from "#testing-fixtures/sample-tasks.ts";

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 30_000);
afterAll(() => server[Symbol.asyncDispose]());

/** Writes steps side by side until it is stopped. Knows of each task how many steps were told as written. */
async function writeSteps(store: TaskStore, keys: readonly string[]) {
  const told = new Map<string, number>();
  let isStopped = false;
  const writing = Promise.all(
    keys.map(async (key) => {
      const { lease } = await startTask(store, key);
      for (let index = 0; !isStopped; index += 1) {
        await store.write(lease, { steps: [sampleStep(index)], events: sampleEvents(2 * index + 1, 2 * index + 2) });
        told.set(key, index + 1);
      }
    }),
  );
  const total = () => [...told.values()].reduce((sum, count) => sum + count, 0);
  return {
    told,
    total,
    /** Goes on for a while. */
    more: async () => {
      const before = total();
      await Promise.race([writing, until(() => total() > before + 60)]);
    },
    stop: async () => {
      isStopped = true;
      await writing;
    },
  };
}

describe("a server that is in trouble", () => {
  it("[DIST-4] [TASK-7] restarts under load: nothing that was told is lost, nothing is there twice", async () => {
    await using database = createPostgresDatabase(server);
    const stores = await Promise.all([database.open(), database.open()]);
    const loads = await Promise.all(
      stores.map((store, index) =>
        writeSteps(
          store,
          ["a", "b", "c"].map((key) => key + index),
        ),
      ),
    );
    for (const how of ["fast", "immediate", "immediate"] as const) {
      await Promise.all(loads.map(({ more }) => more()));
      await server.restart(how);
    }
    await Promise.all(loads.map(({ more }) => more()));
    await Promise.all(loads.map(({ stop }) => stop()));
    for (const [key, count] of loads.flatMap(({ told }) => [...told])) {
      const record = await stores[0]?.find(key);
      expect([record?.completedSteps, record?.lastSequence]).toEqual([count, 2 * count]);
      expect(await stores[0]?.steps(key)).toEqual(Array.from({ length: count }, (_, index) => sampleStep(index)));
      expect(await stores[0]?.events(key, 0, 100_000)).toEqual(sampleEvents(1, 2 * count));
    }
  });

  it("does not keep a store from closing when it is gone", async () => {
    await using other = await startPostgres();
    const store = await createPostgresDatabase(other).open();
    // Of the second one others are told after a pause: by then there is nobody to tell.
    await store.insert(sampleTask("a"));
    await store.insert(sampleTask("b"));
    await other.kill();
    await pause(100);
    const startedAt = performance.now();
    await store[Symbol.asyncDispose]();
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });

  it("[DIST-4] is waited for when it stands still for a while", async () => {
    await using database = createPostgresDatabase(server);
    const store = await database.open();
    const load = await writeSteps(store, ["a", "b"]);
    await load.more();
    server.pause();
    await pause(90);
    server.resume();
    await load.more();
    await load.stop();
    for (const [key, count] of load.told) expect((await store.find(key))?.completedSteps).toBe(count);
  });

  it("[DIST-4] says at once that it does not answer, when asked, and goes on when it is back", async () => {
    await using database = createPostgresDatabase(server);
    const store = await database.open();
    await store.check();
    await server.stop();
    await expect(store.check()).rejects.toMatchObject({
      code: "E006",
      message: expect.stringMatching(
        /^PostgreSQL at 127\.0\.0\.1:\d+ \(database postgres\) (is not running|broke the connection|is being)/,
      ),
    });
    const waiting = store.insert(sampleTask("t"));
    await server.restart();
    expect((await waiting).isNew).toBe(true);
    await store.check();
  });

  it("[TASK-7] says that its disk is full, keeps what was written, and goes on when there is room", async () => {
    await using database = createPostgresDatabase(server);
    const store = await database.open();
    const { lease } = await startTask(store, "t");
    await store.write(lease, { steps: [sampleStep(0)] });
    await database.run(`CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$`);
    await database.run("CREATE TRIGGER full_disk BEFORE INSERT ON steps EXECUTE FUNCTION fill()");
    await expect(store.write(lease, { steps: [sampleStep(1)], events: sampleEvents(1, 1) })).rejects.toMatchObject({
      code: "E006",
      message: expect.stringMatching(/disk is full: free some space. What was reported as done is kept/),
    });
    await database.run("DROP TRIGGER full_disk ON steps");
    await store.write(lease, { steps: [sampleStep(1)], events: sampleEvents(1, 1) });
    expect(await store.steps("t")).toEqual([sampleStep(0), sampleStep(1)]);
  });

  it("[TASK-7] says that the tables are gone, and does not try for ever", async () => {
    await using database = createPostgresDatabase(server);
    const store = await database.open();
    await database.run(`DROP SCHEMA ${database.schema} CASCADE`);
    await expect(store.find("t")).rejects.toMatchObject({
      code: "E006",
      message: expect.stringMatching(/lacks parts of schema aiecs_\w+: start again to have them made/),
    });
  });
});
