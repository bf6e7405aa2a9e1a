import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createExecutor, createMemoryCache, defineOperation, defineTool, type ICacheProvider } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createTestTools } from "./fixtures/test-tools.ts";

function setUp(config: object = {}) {
  const { tools, journal } = createTestTools();
  return {
    executor: createExecutor({ tools, config: { rate_limit_requests_per_second: 0, ...config }, environment: {} }),
    journal,
  };
}

const sum = { a: 1, b: 2 };

describe("the cache", () => {
  it("[CACHE-1] never serves one user's answer to another, nor one tool's to another tool", async () => {
    const { executor, journal } = setUp();
    await using _ = executor;
    await executor.executeOperation("math_tool.cached_add", sum, { userId: "ann" });
    await executor.executeOperation("math_tool.cached_add", { b: 2, a: 1 }, { userId: "ann" });
    await executor.executeOperation("math_tool.cached_add", sum, { userId: "bob" });
    expect(journal).toEqual(["cached_add 1 2 for ann", "cached_add 1 2 for bob"]);
    expect(await executor.executeOperation("text_tool.cached_add", sum, { userId: "ann" })).toBe("12");
    expect(executor.getStats().cache).toMatchObject({ hits: 1, misses: 3 });
  });

  it("[CACHE-1] keeps tasks apart unless the operation or the call widens the scope", async () => {
    const { executor, journal } = setUp();
    await using _ = executor;
    const run = (taskId: string, scope?: "user" | "global", userId = "ann") =>
      executor.executeOperation("math_tool.cached_add", sum, { userId, taskId, ...(scope && { cache: { scope } }) });
    await run("t1");
    await run("t2");
    expect(journal).toHaveLength(2);
    await run("t1", "user");
    await run("t2", "user");
    expect(journal).toHaveLength(3);
    await run("t1", "global");
    await run("t2", "global", "bob");
    expect(journal).toHaveLength(4);
  });

  it("[CACHE-2] keeps nothing that is not read-only, whatever the call wishes", async () => {
    const { executor, journal } = setUp();
    await using _ = executor;
    for (let time = 0; time < 2; time++)
      await executor.executeOperation("text_tool.write", { what: "x" }, { cache: { ttl_s: 60 } });
    expect(journal.filter((line) => line.endsWith("begins"))).toHaveLength(2);
  });

  it("[CACHE-2] can be switched off for a call and for the executor", async () => {
    const { executor, journal } = setUp();
    await using _ = executor;
    for (let time = 0; time < 2; time++) await executor.executeOperation("math_tool.cached_add", sum, { cache: false });
    expect(journal).toHaveLength(2);
    const off = setUp({ enable_cache: false });
    await using switchedOff = off.executor;
    expect(switchedOff.getStats().config.enable_cache).toBe(false);
    for (let time = 0; time < 2; time++) await off.executor.executeOperation("math_tool.cached_add", sum);
    expect(off.journal).toHaveLength(2);
  });

  it("[CACHE-3] reads a changed file again", async () => {
    const folder = await mkdtemp(join(tmpdir(), "aiecs-"));
    const path = join(folder, "data.txt");
    let reads = 0;
    const reader = defineTool({
      name: "reader",
      description: "Counts its reads",
      version: "1.0.0",
      operations: {
        read: defineOperation({
          description: "Reads.",
          inputSchema: z.object({ path: z.string() }),
          annotations: { readOnly: true },
          cache: { files: ["path"] },
          execute: () => ++reads,
        }),
      },
    });
    await using executor = createExecutor({ tools: [reader] });
    await writeFile(path, "one");
    expect(await executor.executeOperation("reader.read", { path })).toBe(1);
    expect(await executor.executeOperation("reader.read", { path })).toBe(1);
    await writeFile(path, "two, longer");
    expect(await executor.executeOperation("reader.read", { path })).toBe(2);
    await utimes(path, new Date(), new Date(Date.now() + 5000));
    expect(await executor.executeOperation("reader.read", { path })).toBe(3);
    await rm(folder, { recursive: true });
  });

  it("[CACHE-1] takes a dataset that a parameter names in the plan's input for what it is, not for its name", async () => {
    const naming = defineTool({
      name: "naming",
      description: "Looks up",
      version: "1.0.0",
      operations: {
        look_up: defineOperation({
          description: "Gives the dataset of that name.",
          inputSchema: z.object({ df: z.string() }),
          annotations: { readOnly: true },
          cache: {},
          execute: ({ df }, context) => context.input[df],
        }),
      },
    });
    await using executor = createExecutor({ tools: [naming] });
    const lookUp = (sales: number[]) =>
      executor.executeOperation("naming.look_up", { df: "sales" }, { taskId: "t", input: { sales } });
    expect(await lookUp([1])).toEqual([1]);
    expect(await lookUp([2])).toEqual([2]);
    expect(await lookUp([1])).toEqual([1]);
    expect(executor.getStats().cache).toMatchObject({ hits: 1, misses: 2 });
  });

  it("[CACHE-5] runs a hundred equal calls once", async () => {
    const { executor, journal } = setUp();
    await using _ = executor;
    const results = await Promise.all(
      Array.from({ length: 100 }, () => executor.executeOperation("math_tool.cached_add", sum)),
    );
    expect(journal).toHaveLength(1);
    expect(new Set(results).size).toBe(100);
    expect(results.at(-1)).toEqual({ sum: 3, terms: [1, 2] });
  });

  it("[CACHE-5] leaves the others running when one caller cancels", async () => {
    const { executor, journal } = setUp();
    await using _ = executor;
    const controller = new AbortController();
    const leaving = executor.executeOperation("math_tool.cached_add", sum, { signal: controller.signal });
    const staying = executor.executeOperation("math_tool.cached_add", sum);
    controller.abort();
    await expect(leaving).rejects.toMatchObject({ code: "E004" });
    expect(await staying).toEqual({ sum: 3, terms: [1, 2] });
    expect(journal).toHaveLength(1);
  });

  it("[CACHE-5] remembers no error", async () => {
    const { executor, journal } = setUp();
    await using _ = executor;
    for (let time = 0; time < 2; time++) {
      await expect(executor.executeOperation("text_tool.fail", {}, { cache: { ttl_s: 60 } })).rejects.toThrow("broken");
    }
    expect(journal).toEqual(["fail", "fail"]);
  });

  it("[CACHE-6] gives each caller a value of its own", async () => {
    await using executor = setUp().executor;
    const first = (await executor.executeOperation("math_tool.cached_add", sum)) as { terms: number[] };
    first.terms.push(99);
    const second = (await executor.executeOperation("math_tool.cached_add", sum)) as { terms: number[] };
    second.terms.push(98);
    expect(await executor.executeOperation("math_tool.cached_add", sum)).toEqual({ sum: 3, terms: [1, 2] });
  });

  it("[CACHE-8] tells its figures, and forgets a tool's or a user's results", async () => {
    const { executor, journal } = setUp();
    await using _ = executor;
    const run = (userId: string) => executor.executeOperation("math_tool.cached_add", sum, { userId });
    await run("ann");
    await run("bob");
    await executor.clearCache({ userId: "ann" });
    await run("ann");
    await run("bob");
    expect(journal).toHaveLength(3);
    await executor.clearCache({ tool: "math_tool" });
    expect(executor.getStats().cache).toMatchObject({ entries: 0, bytes: 0, hits: 1, misses: 3, hit_rate: 0.25 });
  });

  it("goes on without a cache that fails, and warns once", async () => {
    const { tools } = createTestTools();
    const failing: ICacheProvider = {
      generateCacheKey: createMemoryCache().generateCacheKey,
      getFromCache: () => Promise.reject(new Error("connection lost")),
      addToCache: () => {
        throw new Error("connection lost");
      },
    };
    const warnings: unknown[] = [];
    const ignore = () => undefined;
    const logger = {
      debug: ignore,
      info: ignore,
      error: ignore,
      warn: (fields: object) => warnings.push(fields),
      isLevelEnabled: () => false,
    };
    await using executor = createExecutor({ tools, cache: failing, logger });
    expect(await executor.executeOperation("math_tool.cached_add", sum)).toMatchObject({ sum: 3 });
    expect(await executor.executeOperation("math_tool.cached_add", sum)).toMatchObject({ sum: 3 });
    expect(warnings).toHaveLength(1);
  });
});
