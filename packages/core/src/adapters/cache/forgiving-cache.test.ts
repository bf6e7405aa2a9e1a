import { describe, expect, it } from "vitest";
import type { ICacheProvider } from "#contracts/cache-provider.ts";
import { CancelScope } from "#primitives/cancel-scope.ts";
import { createListLogger, type LoggedLine } from "../../testing-fixtures/set-up-call.ts";
import { createForgivingCache } from "./forgiving-cache.ts";
import { createMemoryCache } from "./memory-cache.ts";

function fail(): never {
  throw new Error("connection lost");
}

const broken: ICacheProvider = { generateCacheKey: fail, getFromCache: fail, addToCache: fail };
const brokenLater: ICacheProvider = {
  generateCacheKey: () => "key",
  getFromCache: async () => fail(),
  addToCache: async () => fail(),
};

describe("a forgiving cache", () => {
  it.each([
    ["at once", broken],
    ["later", brokenLater],
  ])("misses where the cache fails %s, and warns once", async (_when, cache) => {
    const logged: LoggedLine[] = [];
    const forgiving = createForgivingCache(cache, createListLogger(logged));
    for (let time = 0; time < 3; time++) {
      expect(() => forgiving.generateCacheKey("t.work", "", "", [], {})).not.toThrow();
      expect(await forgiving.getFromCache("key")).toBeUndefined();
      expect(await forgiving.addToCache("key", 1)).toBeUndefined();
    }
    expect(logged).toMatchObject([{ level: "warn", fields: { err: { message: "connection lost" } } }]);
  });

  it("lets everybody work where nobody can be asked who does, unless they were cancelled", async () => {
    const logged: LoggedLine[] = [];
    const cache: ICacheProvider = { ...broken, lead: async () => fail() };
    const { lead } = createForgivingCache(cache, createListLogger(logged));
    const led = await lead?.("key", undefined);
    expect(led).toHaveProperty("done");
    const scope = new CancelScope();
    const reason = new Error("cancelled");
    scope.cancel(reason);
    await expect(lead?.("key", scope)).rejects.toBe(reason);
    expect(logged).toHaveLength(1);
    expect(createForgivingCache(broken, createListLogger(logged)).lead).toBeUndefined();
  });

  it("is otherwise the cache itself", async () => {
    const logged: LoggedLine[] = [];
    const cache = createMemoryCache();
    const forgiving = createForgivingCache(cache, createListLogger(logged));
    const key = forgiving.generateCacheKey("t.work", "ann", "", [], { a: 1 });
    expect(key).toBe(cache.generateCacheKey("t.work", "ann", "", [], { a: 1 }));
    forgiving.addToCache("key", 7, { ttlS: 60, tag: { tool: "t" } });
    expect(forgiving.getFromCache("key")).toBe(7);
    cache.clear({ tool: "t" });
    expect(forgiving.getFromCache("key")).toBeUndefined();
    expect(logged).toEqual([]);
  });
});
