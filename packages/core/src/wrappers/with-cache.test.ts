import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createMemoryCache } from "#adapters/cache/memory-cache.ts";
import type { ICacheProvider } from "#contracts/cache-provider.ts";
import { createManualClock } from "#testing/manual-clock.ts";
import { createTestContext } from "#testing/test-context.ts";
import { createWrappedTool } from "../testing-fixtures/wrapped-tool.ts";
import { withCache } from "./with-cache.ts";

function setUp(annotations = { readOnly: true }, more = {}) {
  let runs = 0;
  const { tool, inner } = createWrappedTool(() => ({ run: ++runs }), annotations, more);
  const clock = createManualClock();
  const cache = createMemoryCache({ clock });
  return { tool, inner, cache, clock, wrapped: withCache(inner, { cache }), runs: () => runs };
}

describe("withCache", () => {
  it("[INT-7] answers equal calls of both kinds from the cache", async () => {
    const { tool, wrapped, runs } = setUp();
    expect(await wrapped.executeAsync(tool, "work", { a: 1, b: 2 })).toEqual({ run: 1 });
    expect(await wrapped.executeAsync(tool, "work", { b: 2, a: 1 })).toEqual({ run: 1 });
    expect(wrapped.execute(tool, "work", { a: 1, b: 2 })).toEqual({ run: 1 });
    expect(wrapped.execute(tool, "work", { a: 2 })).toEqual({ run: 2 });
    expect(runs()).toBe(2);
  });

  it("[CACHE-2] never answers for what changes something", async () => {
    const { tool, wrapped, runs } = setUp({ readOnly: false });
    for (let time = 0; time < 2; time++) await wrapped.executeAsync(tool, "work", {});
    wrapped.execute(tool, "work", {});
    expect(runs()).toBe(3);
  });

  it("[CACHE-1] keeps users apart: those of the calls, and those it is made for", async () => {
    const { tool, inner, cache, wrapped, runs } = setUp();
    await using ann = createTestContext({ userId: "ann" });
    await using bob = createTestContext({ userId: "bob" });
    for (const context of [ann, ann, bob]) await wrapped.executeAsync(tool, "work", {}, context);
    expect(runs()).toBe(2);
    await withCache(inner, { cache, userId: "cem", taskId: "t1" }).executeAsync(tool, "work", {});
    await withCache(inner, { cache, userId: "cem", taskId: "t2" }).executeAsync(tool, "work", {});
    expect(runs()).toBe(4);
    await cache.clear({ tool: "t" });
    expect(cache.stats().entries).toBe(0);
  });

  it("[CACHE-3] runs again for a changed file, and never caches files where it cannot look at them", async () => {
    const folder = await mkdtemp(join(tmpdir(), "aiecs-"));
    const path = join(folder, "a.txt");
    await writeFile(path, "one");
    const { tool, wrapped, clock, runs } = setUp(undefined, { cache: { files: ["path"], ttlS: 10 } });
    for (let time = 0; time < 2; time++) await wrapped.executeAsync(tool, "work", { path });
    expect(runs()).toBe(1);
    await writeFile(path, "longer");
    await wrapped.executeAsync(tool, "work", { path });
    expect(runs()).toBe(2);
    clock.advance(10_000);
    await wrapped.executeAsync(tool, "work", { path });
    expect(runs()).toBe(3);
    for (let time = 0; time < 2; time++) wrapped.execute(tool, "work", { path });
    expect(runs()).toBe(5);
    await rm(folder, { recursive: true });
  });

  it("[INT-3] waits for a cache that answers later, which synchronous calls do without", async () => {
    const { tool, inner, runs } = setUp();
    const later: ICacheProvider = {
      generateCacheKey: () => "key",
      getFromCache: async () => "kept",
      addToCache: async () => {
        throw new Error("connection lost");
      },
    };
    const wrapped = withCache(inner, { cache: later });
    expect(await wrapped.executeAsync(tool, "work", {})).toBe("kept");
    expect(wrapped.execute(tool, "work", {})).toEqual({ run: 1 });
    expect(runs()).toBe(1);
  });
});
