import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { CacheLead, ICacheProvider } from "#contracts/cache-provider.ts";
import type { CachePolicy } from "#contracts/operation.ts";
import { setUpCall } from "../../testing-fixtures/set-up-call.ts";
import { reuseCached } from "./reuse-cached.ts";

const always: Required<CachePolicy> = { scope: "task", ttlS: 60, files: [] };

function setUp(policy: Partial<CachePolicy> = {}, cache?: ICacheProvider) {
  const prepared = setUpCall();
  const services = cache ? { ...prepared.services, cache } : prepared.services;
  const link = reuseCached(prepared.operation, { ...always, ...policy }, services);
  let runs = 0;
  const next = async (): Promise<unknown> => ({ run: ++runs });
  return { ...prepared, services, link, next, runs: () => runs };
}

describe("reuseCached", () => {
  it("[INT-3] takes falsy values for hits and undefined for a miss", async () => {
    for (const value of [null, 0, "", false, Number.NaN]) {
      const { createCall, link } = setUp();
      let runs = 0;
      const next = async () => (runs++, value);
      await link(createCall(), next);
      expect(await link(createCall(), next)).toBe(value);
      expect(runs).toBe(1);
    }
    const { createCall, link } = setUp();
    let runs = 0;
    for (let time = 0; time < 2; time++) await link(createCall(), async () => void runs++);
    expect(runs).toBe(2);
  });

  it("tells a hit by its call and its event", async () => {
    const { createCall, link, next, events } = setUp();
    await link(createCall(), next);
    const hit = createCall();
    expect(await link(hit, next)).toEqual({ run: 1 });
    expect(hit.cached).toBe(true);
    expect(events).toMatchObject([{ type: "operation.cached", operation: "t.work" }]);
  });

  it("[CACHE-1] keeps users and tasks apart as the scope says", async () => {
    const owners = [
      { userId: "ann", taskId: "t1" },
      { userId: "ann", taskId: "t2" },
      { userId: "bob", taskId: "t1" },
    ];
    for (const [scope, runs] of [
      ["task", 3],
      ["user", 2],
      ["global", 1],
    ] as const) {
      const { createCall, link, next, runs: count } = setUp({ scope });
      for (const owner of owners) await link(createCall(owner), next);
      expect(count()).toBe(runs);
    }
  });

  it("[CACHE-1] keeps apart what another executor answers", async () => {
    const { operation, services, createCall, next, runs } = setUp();
    for (const executor of ["main", "thread", "remote", "main"]) {
      const policy = { ...operation.policy, executor };
      await reuseCached({ ...operation, policy }, always, services)(createCall(), next);
    }
    expect(runs()).toBe(2);
  });

  it("[CACHE-3] makes the state of the named files part of the key", async () => {
    const folder = await mkdtemp(join(tmpdir(), "aiecs-"));
    const path = join(folder, "a.txt");
    const { createCall, link, next, runs } = setUp({ files: ["path", "more"] });
    const read = (params: object) => link(createCall({}, { params }), next);
    await read({ path });
    await writeFile(path, "one");
    await read({ path });
    await read({ path });
    expect(runs()).toBe(2);
    await read({ more: [path], path: 7 });
    await writeFile(path, "longer");
    await read({ more: [path], path: 7 });
    expect(runs()).toBe(4);
    await rm(folder, { recursive: true });
  });

  it("runs what no key can be made of", async () => {
    const { createCall, link, next, runs } = setUp();
    const params = { callback: () => 1 };
    for (let time = 0; time < 2; time++) await link(createCall({}, { params }), next);
    expect(runs()).toBe(2);
  });

  it("does not charge the work for the time that the cache took", async () => {
    const slow: ICacheProvider = {
      generateCacheKey: () => "key",
      getFromCache: () => Promise.resolve(undefined),
      addToCache: () => undefined,
    };
    const { call, clock, link, next } = setUp({}, slow);
    const work = link(call, next);
    clock.advance(30);
    await work;
    expect(call.clockMs).toBe(1030);
  });

  it("[CACHE-7] lets one process at a time work for a key, and takes what another one worked for", async () => {
    const seen: string[] = [];
    const leads: CacheLead[] = [{ done: () => void seen.push("done") }, { value: "theirs" }];
    const shared: ICacheProvider = {
      generateCacheKey: () => "key",
      getFromCache: () => undefined,
      addToCache: () => void seen.push("added"),
      lead: async () => leads.shift() ?? { done: () => void seen.push("done after all") },
    };
    const { createCall, link, clock, events } = setUp({}, shared);
    const work = async () => (seen.push("ran"), "ours");
    const leading = createCall();
    const led = link(leading, work);
    clock.advance(30);
    expect(await led).toBe("ours");
    expect(leading.clockMs).toBe(1030);
    expect(seen).toEqual(["ran", "added", "done"]);
    const following = createCall();
    expect(await link(following, work)).toBe("theirs");
    expect(following.cached).toBe(true);
    expect(events).toMatchObject([{ type: "operation.cached" }]);
    await expect(link(createCall(), () => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
    expect(seen).toEqual(["ran", "added", "done", "done after all"]);
  });

  it("[CACHE-5] lets equal calls share a run, but none wait for the one it is nested in", async () => {
    const { createCall, link, call } = setUp();
    let runs = 0;
    const inner = () => link(createCall({}, { inner: { caller: call, depth: 1, key: "/0" } }), async () => ++runs);
    const outer = link(call, async () => [++runs, await inner()]);
    const joined = link(createCall(), async () => ++runs);
    expect(await outer).toEqual([1, 2]);
    expect(await joined).toEqual([1, 2]);
    expect(runs).toBe(2);
  });
});
