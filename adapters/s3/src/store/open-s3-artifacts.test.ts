import { chmod, mkdir, readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createFileAccess } from "@aiecs/core";
import { describeArtifactStoreConformance } from "@aiecs/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMachines, type Machines } from "#testing-fixtures/machines.ts";
import { type SwiftServer, startSwift } from "#testing-fixtures/swift-server.ts";
import { startTap } from "#testing-fixtures/tap.ts";

let server: SwiftServer;
let machines: Machines;
let bucket: string;
beforeAll(async () => {
  server = await startSwift();
  machines = await createMachines();
  bucket = await server.createBucket("artifacts");
}, 60_000);
afterAll(async () => {
  await machines?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
});

let prefixes = 0;
/** A place of its own in the bucket. */
const freshUrl = (): string => bucket.replace("?", `/place-${prefixes++}?`);

describeArtifactStoreConformance({ describe, it }, async () => (await machines.open({ url: freshUrl() })).store);

const ann = { taskId: "ann-1", userId: "ann" };
const text = (name: string, content = "x") => ({ name, mediaType: "text/plain", content });
async function contentOf(parts: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all).toString();
}
const fetchedIn = (folder: string) => readdir(join(folder, ".fetched")).catch(() => []);

describe("artifacts of several machines", () => {
  it("[DIST-2] are found on each, as files of their name, and listed in the order in which they were made", async () => {
    const url = freshUrl();
    const [here, there] = await Promise.all([machines.open({ url }), machines.open({ url })]);
    const first = await here.store.write(ann, text("sales.csv", "1\n"));
    const second = await there.store.write(ann, text("sales.csv", "2\n"));
    const found = (await there.store.find(first.id)) ?? expect.fail("not found");
    expect(found).toMatchObject({ ...first, ...ann, path: expect.stringMatching(/\/sales\.csv$/) });
    expect(found.path.startsWith(there.folder)).toBe(true);
    expect([await readFile(found.path, "utf8"), await readFile(second.path, "utf8")]).toEqual(["1\n", "2\n"]);
    expect((await stat(found.path)).mode & 0o777).toBe(0o444);
    expect(await there.store.find(first.id)).toEqual(found);
    for (const { store } of [here, there]) {
      expect((await store.list("ann-1")).map(({ id }) => id)).toEqual([first.id, second.id]);
    }
    const described = await there.store.describe(second.id);
    expect(described).toEqual({ ...(await there.store.find(second.id)), path: undefined });
  });

  it("are downloaded once, however many want them", async () => {
    await using tap = await startTap(server.port);
    const url = freshUrl();
    const here = await machines.open({ url });
    const there = await machines.open({ url, endpoint: `http://127.0.0.1:${tap.port}` });
    const { id } = await here.store.write(ann, text("a.txt", "abc"));
    const found = await Promise.all(Array.from({ length: 10 }, () => there.store.find(id)));
    expect(new Set(found.map((artifact) => artifact?.path)).size).toBe(1);
    await there.store.find(id);
    expect(await contentOf(there.store.read(id))).toBe("abc");
    expect(tap.requests.filter((request) => request.includes(`/content/${id}`))).toHaveLength(1);
  });

  it("[TASK-5] are read in parts without being brought here", async () => {
    await using tap = await startTap(server.port);
    const url = freshUrl();
    const here = await machines.open({ url });
    const there = await machines.open({ url, endpoint: `http://127.0.0.1:${tap.port}` });
    const { id } = await here.store.write(ann, text("a.txt", "0123456789".repeat(100_000)));
    expect(await contentOf(there.store.read(id, { start: 999_998 }))).toBe("89");
    expect(await contentOf(there.store.read(id, { start: 10, end: 13 }))).toBe("012");
    expect((await there.store.describe(id))?.bytes).toBe(1_000_000);
    expect(await fetchedIn(there.folder)).toEqual([]);
    expect(await contentOf(there.store.read(id))).toHaveLength(1_000_000);
  });

  it("are removed for all, with nothing left in the bucket", async () => {
    const url = freshUrl();
    const [here, there] = await Promise.all([machines.open({ url }), machines.open({ url })]);
    const made = await Promise.all(Array.from({ length: 20 }, (_, n) => here.store.write(ann, text("a", `${n}`))));
    const kept = await here.store.write({ taskId: "bob-1", userId: "bob" }, text("a", "1"));
    const { id = "" } = made[0] ?? {};
    await there.store.find(id);
    await there.store.remove("ann-1");
    for (const { store } of [here, there]) {
      expect([await store.find(id), await store.describe(id), await store.list("ann-1")]).toEqual([
        undefined,
        undefined,
        [],
      ]);
      await expect(contentOf(store.read(id))).rejects.toMatchObject({ code: "E001" });
    }
    expect(await contentOf(there.store.read(kept.id))).toBe("1");
    expect(await fetchedIn(there.folder)).toEqual([]);
  });

  it("belong to any task, user and name that there can be", async () => {
    const url = freshUrl();
    const [here, there] = await Promise.all([machines.open({ url }), machines.open({ url })]);
    const odd = ["\0", "a/b/../c", "x".repeat(1_000), "ä\ud800", "__proto__", "..", "%2F?#&=+ ", "", "\r\n\t\u2028"];
    for (const one of odd) {
      const owner = { taskId: one, userId: one };
      const { id } = await here.store.write(owner, text(one, "content"));
      expect(await there.store.find(id)).toMatchObject(owner);
      expect((await there.store.list(one)).map((artifact) => artifact.id)).toEqual([id]);
    }
    await there.store.remove("..");
    expect(await there.store.list("__proto__")).toHaveLength(1);
    expect(await there.store.list("..")).toEqual([]);
  });
});

describe("what is on this machine", () => {
  it("is asked for its name by a copy, where that may go", async () => {
    const url = freshUrl();
    const root = await machines.open({ url });
    await mkdir(root.folder, { recursive: true });
    const files = createFileAccess({ roots: [root.folder], limits: { max_file_bytes: 1_000 } });
    const { store } = await machines.open({ url, files });
    await store.write(ann, { ...text("a.txt", "copied"), outputPath: join(root.folder, "copy.txt") });
    expect(await readFile(join(root.folder, "copy.txt"), "utf8")).toBe("copied");
    await expect(store.write(ann, { ...text("a.txt"), outputPath: "/elsewhere" })).rejects.toThrow(/lies outside/);
    await expect(root.store.write(ann, { ...text("a.txt"), outputPath: "/elsewhere" })).rejects.toThrow(/file access/);
    expect(await store.list("ann-1")).toHaveLength(1);
  });

  it("is fetched again when it was changed from outside", async () => {
    const { store, folder } = await machines.open({ url: freshUrl() });
    const { id, path } = await store.write(ann, text("a.txt", "right"));
    await chmod(path, 0o644);
    await writeFile(path, "wrong");
    await utimes(path, 1, 1);
    const found = await store.find(id);
    expect(found?.path.startsWith(join(folder, ".fetched"))).toBe(true);
    expect(await readFile(found?.path ?? "", "utf8")).toBe("right");
    expect(await contentOf(store.read(id))).toBe("right");
  });

  it("is found by another process that shares the folder, without the bucket's content", async () => {
    await using tap = await startTap(server.port);
    const url = freshUrl();
    const { store, folder } = await machines.open({ url });
    const { id, path } = await store.write(ann, text("a.txt", "abc"));
    const again = await machines.open({ url, folder, endpoint: `http://127.0.0.1:${tap.port}` });
    expect((await again.store.find(id))?.path).toBe(path);
    expect(tap.requests.filter((request) => request.includes("/content/"))).toEqual([]);
  });
});
