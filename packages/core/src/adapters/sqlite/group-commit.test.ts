import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { createTemporaryDatabase } from "../../testing-fixtures/temporary-database.ts";
import { type Database, openDatabase } from "./database.ts";

type Open = AsyncDisposable & { readonly database: Database; readonly path: string; readonly inserted: () => number[] };

/** A database with a table of whole numbers, each there once. */
async function openNumbers(): Promise<Open> {
  const place = createTemporaryDatabase();
  const database = await openDatabase({ path: place.path, sync: "normal" });
  database.prepare("CREATE TABLE numbers (number INTEGER PRIMARY KEY, text TEXT)").run();
  const all = database.prepare("SELECT number FROM numbers ORDER BY number");
  return {
    database,
    path: place.path,
    inserted: () => all.all().map(({ number }) => Number(number)),
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    },
  };
}

function inserter(database: Database) {
  const insert = database.prepare("INSERT INTO numbers VALUES (?, ?)");
  return (number: number, text = "") => database.write(() => insert.run(number, text).changes);
}

const statusesOf = async (promises: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(promises)).map(({ status }) => status);

describe("group commit", () => {
  it("[PERF-6] puts what is written in one turn of the event loop into one transaction, in order", async () => {
    await using opened = await openNumbers();
    const { database, inserted } = opened;
    const insert = inserter(database);
    let commits = 0;
    const stop = database.watch(() => (commits += 1));
    const order: number[] = [];
    const chained = async (number: number) => {
      await Promise.resolve();
      await Promise.resolve();
      order.push(number);
      await insert(number);
    };
    await Promise.all([insert(1), chained(2), insert(3), chained(4)]);
    expect([commits, inserted()]).toEqual([1, [1, 2, 3, 4]]);
    await insert(5);
    expect(commits).toBe(2);
    stop();
  });

  it("fails the one entry that cannot be written, with nothing of it, and keeps its neighbours", async () => {
    await using opened = await openNumbers();
    const { database, inserted } = opened;
    const insert = inserter(database);
    const two = database.prepare("INSERT INTO numbers VALUES (?, '')");
    const first = insert(1);
    const half = database.write(() => {
      two.run(10);
      throw new RangeError("thought better of it");
    });
    const second = insert(2);
    const constrained = database.write(() => [two.run(11), two.run(1)]);
    const all = [first, half, second, constrained, insert(3)];
    expect(await statusesOf(all)).toEqual(["fulfilled", "rejected", "fulfilled", "rejected", "fulfilled"]);
    await expect(half).rejects.toThrow(RangeError);
    await expect(constrained).rejects.toMatchObject({ code: "E006", cause: { code: "ERR_SQLITE_ERROR" } });
    expect(inserted()).toEqual([1, 2, 3]);
  });

  it("tells that what was remembered is wrong when changes are taken back", async () => {
    await using opened = await openNumbers();
    let count = 0;
    opened.database.onRollback(() => (count += 1));
    await inserter(opened.database)(1);
    expect(count).toBe(0);
    await expect(inserter(opened.database)(1)).rejects.toMatchObject({ code: "E006" });
    expect(count).toBeGreaterThan(0);
  });

  it("[TASK-7] waits while another process writes, and keeps the order", async () => {
    await using opened = await openNumbers();
    const { database, path, inserted } = opened;
    const insert = inserter(database);
    const other = new DatabaseSync(path);
    other.exec("BEGIN IMMEDIATE");
    const order: number[] = [];
    const writes = [1, 2, 3].map(async (number) => order.push(Number(await insert(number)) * number));
    await new Promise((resolve) => setTimeout(resolve, 60));
    writes.push(insert(4).then(() => order.push(4)));
    expect(inserted()).toEqual([]);
    other.exec("COMMIT");
    other.close();
    await Promise.all(writes);
    expect([order, inserted()]).toEqual([
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ]);
  });

  it("[TASK-7] says that the disk is full, keeps what was written, and goes on when there is room", async () => {
    await using opened = await openNumbers();
    const { database, inserted } = opened;
    const insert = inserter(database);
    const pages = Number(database.prepare("PRAGMA page_count").get()?.["page_count"]);
    await insert(1);
    database.prepare(`PRAGMA max_page_count = ${pages + 2}`).get();
    const outcome = await insert(2, "x".repeat(100_000)).catch((error: unknown) => error);
    expect(outcome).toMatchObject({ code: "E006", cause: { errcode: 13 } });
    expect(String(outcome)).toMatch(/disk is full: free some space/);
    await insert(3);
    database.prepare("PRAGMA max_page_count = 100000").get();
    await insert(2, "x".repeat(100_000));
    expect(inserted()).toEqual([1, 2, 3]);
  });

  it("writes what waits before it closes", async () => {
    await using opened = await openNumbers();
    const { database, path } = opened;
    const writes = [1, 2].map((number) => inserter(database)(number));
    await database[Symbol.asyncDispose]();
    await Promise.all(writes);
    const other = new DatabaseSync(path);
    expect(other.prepare("SELECT count(*) AS count FROM numbers").get()).toEqual({ count: 2 });
    other.close();
    await expect(database.write(() => 1)).rejects.toMatchObject({ code: "E006" });
  });
});
