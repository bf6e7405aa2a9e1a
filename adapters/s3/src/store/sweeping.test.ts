import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { systemClock } from "@aiecs/core";
import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createMachines, type Machines } from "#testing-fixtures/machines.ts";
import { type SwiftServer, startSwift } from "#testing-fixtures/swift-server.ts";

let server: SwiftServer;
let machines: Machines;
let url: string;
let Bucket: string;
let buckets = 0;
beforeAll(async () => {
  server = await startSwift();
}, 60_000);
afterAll(() => server?.[Symbol.asyncDispose]());
beforeEach(async () => {
  machines = await createMachines();
  Bucket = `bucket-${buckets++}`;
  url = await server.createBucket(Bucket);
});
afterEach(() => machines[Symbol.asyncDispose]());

const hourMs = 3_600_000;
const later = (hours: number) => ({ ...systemClock, now: () => Date.now() + hours * hourMs });
const text = (name: string, content = "x") => ({ name, mediaType: "text/plain", content });
const of = (taskId: string) => ({ taskId, userId: "ann" });
const keysOf = async (): Promise<readonly string[]> => {
  const { Contents = [] } = await server.client.send(new ListObjectsV2Command({ Bucket }));
  return Contents.map(({ Key = "" }) => Key);
};
const filesIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((one) => one.isFile() && one.name !== ".copies")
    .map(({ name }) => name);

describe("sweeping", () => {
  it("[TASK-5] spares what is written meanwhile", async () => {
    const [now, tomorrow] = await Promise.all([machines.open({ url }), machines.open({ url, clock: later(48) })]);
    const tasks = Array.from({ length: 12 }, (_, index) => of(`task-${index}`));
    await Promise.all(tasks.map((task) => now.store.write(task, text("a"))));
    const before = new Date(Date.now() + 24 * hourMs);
    const [swept, ...written] = await Promise.all([
      tomorrow.store.sweep(before),
      ...tasks.map((_, index) => tomorrow.store.write(of(`task-${index % 3}`), text("b", "new"))),
    ]);
    expect(swept).toEqual(expect.arrayContaining(tasks.slice(3).map(({ taskId }) => taskId)));
    for (const { id } of written) expect(await now.store.find(id)).toMatchObject({ id });
    expect(await tomorrow.store.sweep(before)).toEqual([]);
  });

  it("gives up without a word when the store is closed", async () => {
    const { store, logger } = await machines.open({ url });
    await store.write(of("t"), text("a"));
    const sweeping = store.sweep(new Date(0));
    await store[Symbol.asyncDispose]();
    expect(await sweeping).toEqual([]);
    expect(logger.lines).toEqual([]);
  });

  it("removes content that nobody came to know of, and uploads that never ended, after a day", async () => {
    const { store } = await machines.open({ url });
    const kept = await store.write(of("t"), text("a"));
    const strays = ["0".repeat(32), "f".repeat(32)].map((id) => `content/${id}`);
    for (const Key of strays) await server.client.send(new PutObjectCommand({ Bucket, Key, Body: "stray" }));
    await server.client.send(new CreateMultipartUploadCommand({ Bucket, Key: "content/unfinished" }));
    const uploads = async () => (await server.client.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? [];
    await store.sweep(new Date(0));
    expect([(await keysOf()).length, (await uploads()).length]).toEqual([4, 1]);
    const tomorrow = await machines.open({ url, clock: later(25) });
    await tomorrow.store.sweep(new Date(0));
    expect([(await keysOf()).length, (await uploads()).length]).toEqual([2, 0]);
    expect(await store.find(kept.id)).toMatchObject(kept);
  });

  it("removes copies here that were not used since, and nothing of anybody else's", async () => {
    const { store, folder } = await machines.open({ url });
    const old = await store.write(of("t"), text("old.txt"));
    await store.write(of("t"), text("new.txt"));
    const theirs = [
      join("plain", ".artifacts"),
      join("plain", ".copies"),
      join("plain", "a.txt"),
      join("user", "b.txt"),
    ];
    for (const name of theirs) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), "x");
    }
    for (const path of [old.path, ...theirs.map((name) => join(folder, name))]) await utimes(path, 1, 1);
    expect(await store.sweep(new Date(Date.now() - 2 * hourMs))).toEqual([]);
    expect((await filesIn(folder)).toSorted()).toEqual([".artifacts", "a.txt", "b.txt", "new.txt"]);
    expect((await store.find(old.id))?.path).toContain(".fetched");
  });
});

describe("the room on this machine", () => {
  it("is made by removing what was used longest ago, and never what was used within the hour", async () => {
    const { folder, store } = await machines.open({ url });
    const made = [];
    for (const name of ["a", "b", "c", "d"]) made.push(await store.write(of("t"), text(name, name.repeat(300))));
    const usedHoursAgo = [3, 5, 0, 4];
    for (const [index, { path }] of made.entries()) {
      const at = Date.now() / 1_000 - (usedHoursAgo[index] ?? 0) * 3_600;
      await utimes(path, at, at);
    }
    const small = await machines.open({ url, folder, maxLocalBytes: 1_000 });
    await small.store.write(of("u"), text("e", "e".repeat(100)));
    await small.store[Symbol.asyncDispose]();
    expect((await filesIn(folder)).toSorted()).toEqual(["a", "c", "e"]);
    const again = await machines.open({ url, folder, maxLocalBytes: 100 });
    await again.store.write(of("u"), text("f", "f"));
    await again.store[Symbol.asyncDispose]();
    expect((await filesIn(folder)).toSorted()).toEqual(["c", "e", "f"]);
    expect(again.logger.lines).toEqual([
      expect.stringMatching(/^warn: Copies of artifacts take more room than allowed/),
    ]);
    for (const { id } of made) expect(await store.find(id)).toMatchObject({ id });
  });
});
