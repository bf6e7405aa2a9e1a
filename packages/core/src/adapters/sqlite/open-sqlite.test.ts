import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { DatabaseError } from "#contracts/errors.ts";
import { sampleTask } from "#testing/sample-tasks.ts";
import { startChild } from "../../testing-fixtures/child-script.ts";
import { createTemporaryDatabase } from "../../testing-fixtures/temporary-database.ts";

/** What opening a path is refused with: one line, with the path in it. */
async function refusalOf(opening: Promise<unknown>, path: string): Promise<DatabaseError> {
  const error = await opening.then(
    () => "opened",
    (reason: unknown) => reason,
  );
  if (!(error instanceof DatabaseError)) throw new Error(`expected a DatabaseError, received ${String(error)}`);
  expect(error.message).toContain(path);
  expect(error.message).not.toContain("\n");
  return error;
}

describe("openSqlite", () => {
  it("makes the file, its folder and its tables, and finds them again", async () => {
    await using place = createTemporaryDatabase();
    const path = join(place.folder, "deep", "er", "tasks.db");
    const first = await place.open({ path });
    await first.store.insert(sampleTask("t"));
    await first[Symbol.asyncDispose]();
    expect(readdirSync(join(place.folder, "deep", "er"))).toEqual(["tasks.db"]);
    const { store } = await place.open({ path });
    expect((await store.find("t"))?.id).toBe("t");
  });

  it("keeps a database in memory", async () => {
    await using place = createTemporaryDatabase();
    const one = await place.open({ path: ":memory:" });
    const other = await place.open({ path: ":memory:" });
    await one.store.insert(sampleTask("t"));
    await one.queue.add([{ ...sampleTask("t"), key: "t" }]);
    expect((await one.queue.counts()).fast.waiting).toBe(1);
    expect(await other.store.find("t")).toBeUndefined();
    expect(existsSync(":memory:")).toBe(false);
  });

  it("closes the file when store and queue are disposed of, or the whole, however often", async () => {
    await using place = createTemporaryDatabase();
    const { store, queue, ...whole } = await place.open();
    await store[Symbol.asyncDispose]();
    await queue.add([{ ...sampleTask("t"), key: "t" }]);
    await queue[Symbol.asyncDispose]();
    await whole[Symbol.asyncDispose]();
    expect(readdirSync(place.folder)).toEqual(["tasks.db"]);
    for (const call of [store.find("t"), store.insert(sampleTask("t")), queue.counts(), store.check()]) {
      await expect(call).rejects.toMatchObject({ code: "E006", message: expect.stringContaining("closed") });
    }
  });

  it("[TASK-2] lets processes open a new file at the same moment", async () => {
    await using place = createTemporaryDatabase();
    const at = String(Date.now() + 1_500);
    const children = ["a", "b", "c"].map((id) => startChild("open-and-insert", [place.path, id, at]));
    await Promise.all(children.map(({ ended }) => ended));
    expect(children.map(({ lines }) => lines)).toEqual([["added"], ["added"], ["added"]]);
    const { store } = await place.open();
    expect((await store.list({ userId: "ann", limit: 9 })).records).toHaveLength(3);
  });

  it("[TASK-2] refuses a file of a newer version, and leaves it as it is", async () => {
    await using place = createTemporaryDatabase();
    await (await place.open())[Symbol.asyncDispose]();
    const file = new DatabaseSync(place.path);
    file.exec("PRAGMA user_version = 999");
    file.close();
    const { message } = await refusalOf(place.open(), place.path);
    expect(message).toMatch(
      /newer version of AIECS \(its format is 999, this version knows 1\): use that version, or /,
    );
  });

  it("refuses a database of something else, and changes nothing in it", async () => {
    await using place = createTemporaryDatabase();
    const file = new DatabaseSync(place.path);
    file.exec("CREATE TABLE customers (id)");
    file.close();
    const before = readFileSync(place.path);
    const { message } = await refusalOf(place.open(), place.path);
    expect(message).toMatch(/of something else \(it holds customers\): name another file/);
    expect(readFileSync(place.path).equals(before)).toBe(true);
  });

  it("refuses a file that is no database, a folder, and a place where nothing can be made", async () => {
    await using place = createTemporaryDatabase();
    writeFileSync(place.path, "These are notes, and no database at all. ".repeat(50));
    expect((await refusalOf(place.open(), place.path)).message).toMatch(/is no SQLite database: move that file away/);
    const folder = join(place.folder, "folder");
    mkdirSync(folder);
    expect((await refusalOf(place.open({ path: folder }), folder)).message).toMatch(
      /cannot be opened: it must be a file/,
    );
    const inFile = join(place.path, "tasks.db");
    expect((await refusalOf(place.open({ path: inFile }), inFile)).message).toMatch(
      /Cannot make the folder .*ENOTDIR|EEXIST/,
    );
    const nowhere = join("/proc", "aiecs", "tasks", "tasks.db");
    expect((await refusalOf(place.open({ path: nowhere }), nowhere)).message).toMatch(/Cannot make the folder/);
  });

  it("says of a damaged file that it is one, with the cause", async () => {
    await using place = createTemporaryDatabase();
    const { store, ...whole } = await place.open();
    await Promise.all(Array.from({ length: 500 }, (_, index) => store.insert(sampleTask(`t${index}`))));
    await whole[Symbol.asyncDispose]();
    truncateSync(place.path, 3 * 4096);
    const trouble = async () => {
      const opened = await place.open();
      for (let index = 0; index < 500; index += 1) await opened.store.find(`t${index}`);
    };
    const error = await refusalOf(trouble(), place.path);
    expect(error.message).toMatch(/is damaged: move it away, or put a backup in its place/);
    expect(error.cause).toMatchObject({ code: "ERR_SQLITE_ERROR" });
  });

  it.skipIf(process.getuid?.() === 0)("says what to do about a file that must not be written", async () => {
    await using place = createTemporaryDatabase();
    await (await place.open())[Symbol.asyncDispose]();
    chmodSync(place.path, 0o444);
    expect((await refusalOf(place.open(), place.path)).message).toMatch(/cannot be written: check the permissions/);
  });
});
