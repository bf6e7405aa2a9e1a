import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmdirSync } from "node:fs";
import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@aiecs/core";
import {
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createMachines, type Machines } from "#testing-fixtures/machines.ts";
import { swiftKeys } from "#testing-fixtures/swift-config.ts";
import { type SwiftServer, startSwift } from "#testing-fixtures/swift-server.ts";
import { startTap } from "#testing-fixtures/tap.ts";

let server: SwiftServer;
let machines: Machines;
let url: string;
let buckets = 0;
beforeAll(async () => {
  server = await startSwift();
}, 60_000);
afterAll(() => server?.[Symbol.asyncDispose]());
beforeEach(async () => {
  machines = await createMachines();
  url = await server.createBucket(`bucket-${buckets++}`);
});
afterEach(() => machines[Symbol.asyncDispose]());

const ann = { taskId: "ann-1", userId: "ann" };
const text = (name: string, content = "x") => ({ name, mediaType: "text/plain", content });
const messageOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "no error",
    (error: { code: string; message: string; cause?: unknown }) =>
      `${error.code} ${error.message} ${String(error.cause)} ${JSON.stringify(error)}`,
  );
const keysOf = async (): Promise<readonly string[]> => {
  const { Contents = [] } = await server.client.send(new ListObjectsV2Command({ Bucket: new URL(url).host }));
  return Contents.map(({ Key = "" }) => Key);
};
const change = (Key: string, Body: string) =>
  server.client.send(new PutObjectCommand({ Bucket: new URL(url).host, Key, Body }));

/** Content of many bytes, none of it twice. */
async function* large(bytes: number, fails = false): AsyncGenerator<Uint8Array> {
  const block = 1 << 18;
  for (let at = 0; at < bytes; at += block) {
    yield Buffer.alloc(Math.min(block, bytes - at), createHash("sha256").update(`${at}`).digest());
  }
  if (fails) throw new Error("broke off");
}
async function hashOf(parts: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const part of parts) hash.update(part);
  return hash.digest("hex");
}

describe("opening", () => {
  it("[USE-3] says what is wrong with an address or a key, and never the secret", async () => {
    const web = createServer((_, reply) => reply.end("<html><body>hello</body></html>")).listen(0, "127.0.0.1");
    await once(web, "listening");
    using _ = { [Symbol.dispose]: () => void web.close() };
    const address = web.address();
    const webPort = address !== null && typeof address === "object" ? address.port : 0;
    const { owner, guest } = swiftKeys;
    const cases: readonly (readonly [Parameters<Machines["open"]>[0], RegExp])[] = [
      [{ url, credentials: { ...owner, secretAccessKey: "hush" } }, /the key is wrong/],
      [{ url, credentials: { accessKeyId: "nobody", secretAccessKey: "hush" } }, /the key is wrong/],
      [{ url, credentials: guest }, /the key lacks a permission/],
      [{ url: url.replace("bucket-", "nothing-") }, /there is no such bucket/],
      [{ url, region: "eu-north-1" }, /the region is missing or wrong/],
      [{ url, endpoint: "http://127.0.0.1:1" }, /nothing listens there/],
      [{ url, endpoint: "http://no-such-host.invalid" }, /that host is not known/],
      [{ url, endpoint: `https://127.0.0.1:${server.port}` }, /it speaks no TLS/],
      [{ url, endpoint: `http://127.0.0.1:${webPort}` }, /what answers there is no S3/],
    ];
    for (const [options, expected] of cases) {
      const message = await messageOf(machines.open(options));
      expect(message).toMatch(/^E006 The bucket '\S+' at \S+ failed: /);
      expect(message).toMatch(expected);
      expect(message).not.toMatch(/hush|open-sesame|Signature=/);
    }
    expect(await messageOf(machines.open({ url: "s3://hush@b" }))).toMatch(/^E001 The URL of the artifacts' bucket/);
  });
});

describe("content", () => {
  it("of many bytes goes up in parts, and comes down whole", async () => {
    const [here, there] = await Promise.all([machines.open({ url }), machines.open({ url })]);
    const bytes = 20_000_001;
    const { id, sha256 } = await here.store.write(ann, { ...text("large.bin"), content: large(bytes) });
    const found = (await there.store.find(id)) ?? expect.fail("not found");
    expect([found.bytes, found.sha256]).toEqual([bytes, sha256]);
    expect(
      createHash("sha256")
        .update(await readFile(found.path))
        .digest("hex"),
    ).toBe(sha256);
    const third = await machines.open({ url });
    expect(await hashOf(third.store.read(id))).toBe(sha256);
    const across = third.store.read(id, { start: (8 << 20) - 2, end: (8 << 20) + 2 });
    const part = (await readFile(found.path)).subarray((8 << 20) - 2, (8 << 20) + 2);
    expect(await hashOf(across)).toBe(createHash("sha256").update(part).digest("hex"));
  });

  it("that breaks off leaves nothing, in the bucket or here", async () => {
    const { store, folder } = await machines.open({ url });
    await expect(store.write(ann, { ...text("a.bin"), content: large(20_000_000, true) })).rejects.toThrow("broke off");
    expect(await keysOf()).toEqual([]);
    expect(await readdir(folder, { recursive: true })).toEqual(["ann-1"]);
  });

  it("that was changed or removed in the bucket is not taken for the artifact", async () => {
    const [here, there] = await Promise.all([machines.open({ url }), machines.open({ url })]);
    const changed = await here.store.write(ann, text("a.txt", "right"));
    const removed = await here.store.write(ann, text("b.txt", "gone"));
    const spoiled = await here.store.write(ann, text("c.txt", "spoiled"));
    await change(`content/${changed.id}`, "wrong");
    await server.client.send(new DeleteObjectCommand({ Bucket: new URL(url).host, Key: `content/${removed.id}` }));
    await change(`records/${spoiled.id}`, '{"id":"../../x"}');
    for (const { id } of [changed, removed, spoiled]) expect(await there.store.find(id)).toBeUndefined();
    expect(there.logger.lines).toEqual(["warn: An artifact's content in the bucket is not what was written"]);
    expect(await messageOf(hashOf(there.store.read(changed.id)))).toMatch(/^E006 .* is not what was written/);
    expect(await messageOf(hashOf(there.store.read(removed.id)))).toMatch(/^E001 There is no artifact/);
    expect(
      await readdir(there.folder, { recursive: true }).then((names) => names.filter((n) => n.includes("."))),
    ).toEqual(expect.not.arrayContaining([expect.stringContaining(".txt"), expect.stringContaining(".partial")]));
    expect((await here.store.list("ann-1")).map(({ name }) => name)).toEqual(["a.txt", "b.txt"]);
  });
});

/** Why no file system of a few bytes can be had here; undefined where it can. */
function reasonWithoutDisk(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "mounting takes root on Linux";
  const folder = mkdtempSync(join(tmpdir(), "aiecs-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=4k", "tmpfs", folder], { stdio: "pipe" });
    execFileSync("umount", [folder], { stdio: "pipe" });
    return undefined;
  } catch (error) {
    return `mounting is not permitted here: ${error}`;
  } finally {
    rmdirSync(folder);
  }
}

const noDisk = reasonWithoutDisk();

describe.skipIf(noDisk !== undefined)(`a full disk${noDisk === undefined ? "" : ` (skipped: ${noDisk})`}`, () => {
  it("fails with E006 that says so, and leaves nothing half-written", async () => {
    const here = await machines.open({ url });
    const { id, sha256 } = await here.store.write(ann, { ...text("large.bin"), content: large(1_000_000) });
    const folder = await mkdtemp(join(tmpdir(), "aiecs-disk-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=512k", "tmpfs", folder]);
    try {
      const { store } = await machines.open({ url, folder });
      expect(await messageOf(store.find(id))).toMatch(/^E006 .* takes no file: the disk is full/);
      const content = large(1_000_000);
      expect(await messageOf(store.write(ann, { ...text("b.bin"), content }))).toMatch(/the disk is full/);
      const left = await readdir(folder, { recursive: true, withFileTypes: true });
      expect(left.filter((entry) => entry.isFile())).toEqual([]);
      expect(await hashOf(store.read(id))).toBe(sha256);
      expect(await store.list("ann-1")).toHaveLength(1);
    } finally {
      execFileSync("umount", ["--lazy", folder]);
      rmdirSync(folder);
    }
  });
});

describe("[DIST-4] a store that", () => {
  it("goes away for a moment is waited for", async () => {
    const { store } = await machines.open({ url });
    const { id } = await store.write(ann, text("a.txt", "before"));
    await server.kill();
    const working = Promise.all([store.write(ann, text("b.txt", "meanwhile")), store.describe(id)]);
    await server.restart();
    const [written, described] = await working;
    expect([written.name, described?.name]).toEqual(["b.txt", "a.txt"]);
    expect(await store.list("ann-1")).toHaveLength(2);
  });

  it("stays away fails with E006 after about ten seconds, and leaves nothing behind", async () => {
    let pausedMs = 0;
    const clock = {
      ...systemClock,
      monotonicMs: () => systemClock.monotonicMs() + pausedMs,
      schedule: (callback: () => void, ms: number) => {
        pausedMs += ms;
        return systemClock.schedule(callback, 0);
      },
    };
    const { store, folder } = await machines.open({ url, clock });
    await server.kill();
    try {
      expect(await messageOf(store.write(ann, text("a.txt")))).toMatch(/^E006 .*nothing listens there/);
      expect(pausedMs).toBeGreaterThan(9_000);
      expect(pausedMs).toBeLessThan(13_000);
      expect(await messageOf(store.find("0".repeat(32)))).toMatch(/^E006/);
      expect((await readdir(folder, { recursive: true })).toSorted()).toEqual(["ann-1", "ann-1/.copies"]);
    } finally {
      await server.restart();
    }
    expect((await store.write(ann, text("a.txt"))).name).toBe("a.txt");
  });

  it("does not answer is not waited for any longer than said", async () => {
    const slow = { ...systemClock, monotonicMs: () => systemClock.monotonicMs() * 100 };
    const { store } = await machines.open({ url, silenceMs: 200, clock: slow });
    server.pause();
    try {
      expect(await messageOf(store.list("ann-1"))).toMatch(/^E006 .*it did not answer in time/);
    } finally {
      server.resume();
    }
    expect(await store.list("ann-1")).toEqual([]);
  });

  it("loses the connection in a download goes on from there", async () => {
    await using tap = await startTap(server.port);
    const here = await machines.open({ url });
    const there = await machines.open({ url, endpoint: `http://127.0.0.1:${tap.port}` });
    const { id, sha256 } = await here.store.write(ann, { ...text("large.bin"), content: large(6_000_000) });
    tap.cutAfter(3_000_000);
    expect(await hashOf(there.store.read(id))).toBe(sha256);
    tap.cutAfter(3_000_000);
    expect((await there.store.find(id))?.sha256).toBe(sha256);
    expect(tap.cuts).toBe(2);
    expect(tap.requests.filter((request) => request.includes("/content/"))).toHaveLength(4);
  });

  it("loses the connection in an upload gets the missing part again", async () => {
    await using tap = await startTap(server.port);
    const { store } = await machines.open({ url, endpoint: `http://127.0.0.1:${tap.port}` });
    const there = await machines.open({ url });
    tap.cutAfter(700);
    const { id, sha256 } = await store.write(ann, { ...text("large.bin"), content: large(20_000_000) });
    expect(tap.cuts).toBe(1);
    expect(await hashOf(there.store.read(id))).toBe(sha256);
    const { Uploads = [] } = await server.client.send(new ListMultipartUploadsCommand({ Bucket: new URL(url).host }));
    expect(Uploads).toEqual([]);
  });

  it.each([
    ["a part", /^PUT .*partNumber=2/],
    ["the end of an upload", /^POST .*uploadId=/],
    ["a record", /^PUT .*\/records\//],
    ["a removal", /^DELETE .*\/records\//],
  ])("did it, but whose answer was lost, is asked again without harm: %s", async (_name, request) => {
    await using tap = await startTap(server.port);
    const { store } = await machines.open({ url, endpoint: `http://127.0.0.1:${tap.port}` });
    const there = await machines.open({ url });
    const old = await store.write({ taskId: "old", userId: "ann" }, text("a.txt"));
    tap.swallowAnswer(request);
    const { id, sha256 } = await store.write(ann, { ...text("large.bin"), content: large(20_000_000) });
    await store.remove("old");
    expect(tap.cuts).toBe(1);
    expect(await hashOf(there.store.read(id))).toBe(sha256);
    expect((await there.store.list("ann-1")).map((artifact) => artifact.id)).toEqual([id]);
    expect(await there.store.find(old.id)).toBeUndefined();
    expect((await keysOf()).filter((key) => key.includes(old.id))).toEqual([]);
  });

  it("was closed is not waited for", async () => {
    const { store } = await machines.open({ url });
    await server.kill();
    try {
      const waiting = messageOf(store.list("ann-1"));
      await store[Symbol.asyncDispose]();
      expect(await waiting).toMatch(/^E006 .* was closed/);
    } finally {
      await server.restart();
    }
  });
});
