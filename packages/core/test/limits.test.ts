import {
  type ConcurrencyLimiter,
  createExecutor,
  defineOperation,
  defineTool,
  type LimiterFactory,
  type Limits,
  OverloadedError,
  type RateLimiter,
} from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createTestTools } from "./fixtures/test-tools.ts";

/** A tool that knows how many of its calls run at once, and when each began. */
function createWatchedTool(limits: Limits = {}) {
  const seen = { running: 0, most: 0, starts: [] as number[], users: [] as (string | undefined)[] };
  const tool = defineTool({
    name: "watched",
    description: "Watches itself",
    version: "1.0.0",
    operations: {
      work: defineOperation({
        description: "Works.",
        inputSchema: z.object({ ms: z.number().default(5) }),
        ...limits,
        execute: async ({ ms }, context) => {
          seen.starts.push(performance.now());
          seen.users.push(context.userId);
          seen.running += 1;
          seen.most = Math.max(seen.most, seen.running);
          await new Promise((resolve) => setTimeout(resolve, ms));
          seen.running -= 1;
          return seen.starts.length;
        },
      }),
      nest: defineOperation({
        description: "Calls another operation.",
        inputSchema: z.object({ depth: z.number() }),
        execute: async ({ depth }, context): Promise<unknown> =>
          depth === 0 ? "bottom" : context.call("watched.nest", { depth: depth - 1 }),
      }),
    },
  });
  return { tool, seen };
}

describe("limits", () => {
  it("[RATE-1] start no more than burst + rate × window calls of a batch in any window", async () => {
    const { tool, seen } = createWatchedTool();
    await using executor = createExecutor({
      tools: [tool],
      config: { rate_limit_requests_per_second: 50, batch_size: 5 },
    });
    await executor.batchExecuteOperations(
      Array.from({ length: 20 }, () => ({ operation: "watched.work", params: { ms: 0 } })),
    );
    for (const [index, start] of seen.starts.entries()) {
      const within = seen.starts.slice(index).filter((other) => other < start + 100).length;
      expect(within).toBeLessThanOrEqual(5 + 50 * 0.1 + 1);
    }
    expect((seen.starts.at(-1) ?? 0) - (seen.starts[0] ?? 0)).toBeGreaterThan(250);
  });

  it("[RATE-1] leave single, sequential and parallel calls alone", async () => {
    const { tool } = createWatchedTool();
    await using executor = createExecutor({
      tools: [tool],
      config: { rate_limit_requests_per_second: 0.001, batch_size: 1 },
    });
    await executor.executeOperation("watched.work", { ms: 0 });
    await executor.executeParallelOperations(
      Array.from({ length: 5 }, () => ({ operation: "watched.work", params: { ms: 0 } })),
    );
    expect(executor.getStats().total_operations).toBe(6);
  });

  it("[RATE-1] cost a cache hit nothing", async () => {
    const { tools } = createTestTools();
    await using executor = createExecutor({ tools, config: { rate_limit_requests_per_second: 0.001, batch_size: 1 } });
    const call = { operation: "math_tool.cached_add", params: { a: 1, b: 2 } };
    const results = await executor.batchExecuteOperations([call, call, call, call]);
    expect(results).toHaveLength(4);
  });

  it("[RATE-2] run no more at once than the executor, the tool or the operation allows", async () => {
    const many = Array.from({ length: 12 }, () => ({ operation: "watched.work" }));
    const byOperation = createWatchedTool({ maxConcurrency: 2 });
    await using first = createExecutor({ tools: [byOperation.tool] });
    await first.executeParallelOperations(many);
    expect(byOperation.seen.most).toBe(2);
    const byTool = createWatchedTool();
    await using second = createExecutor({ tools: [defineTool({ ...byTool.tool, maxConcurrency: 3 })] });
    await second.executeParallelOperations(many);
    expect(byTool.seen.most).toBe(3);
    const byExecutor = createWatchedTool();
    await using third = createExecutor({ tools: [byExecutor.tool], config: { max_concurrency: 4 } });
    await Promise.all(many.map(() => third.executeOperation("watched.work")));
    expect(byExecutor.seen.most).toBe(4);
  });

  it("[RATE-2] refuse calls past the waiting bound at once", async () => {
    const { tool } = createWatchedTool();
    await using executor = createExecutor({ tools: [tool], config: { max_concurrency: 1, max_queue: 2 } });
    const calls = await Promise.allSettled(
      Array.from({ length: 5 }, () => executor.executeOperation("watched.work", { ms: 20 })),
    );
    const refused = calls.filter((call) => call.status === "rejected");
    expect(refused).toHaveLength(2);
    expect(refused[0]?.reason).toBeInstanceOf(OverloadedError);
    expect(refused[0]?.reason).toMatchObject({ code: "E003", details: { reason: "overloaded" } });
  });

  it("[RATE-2] run nested calls within their caller's slot, 32 deep", async () => {
    const { tool } = createWatchedTool();
    await using executor = createExecutor({ tools: [tool], config: { max_concurrency: 1 } });
    expect(await executor.executeOperation("watched.nest", { depth: 32 })).toBe("bottom");
    await expect(executor.executeOperation("watched.nest", { depth: 33 })).rejects.toThrow(/more than 32 deep/);
  });

  it("[RATE-3] take turns among the users who wait", async () => {
    const { tool, seen } = createWatchedTool();
    await using executor = createExecutor({ tools: [tool], config: { max_concurrency: 1 } });
    const many = Array.from({ length: 50 }, () =>
      executor.executeOperation("watched.work", { ms: 0 }, { userId: "ann" }),
    );
    const one = executor.executeOperation("watched.work", { ms: 0 }, { userId: "bob" });
    await one;
    expect(seen.users.indexOf("bob")).toBeLessThanOrEqual(2);
    await Promise.all(many);
  });

  it("[RATE-4] are made by the factory given, by name, but for the number that run at once in this executor", async () => {
    const made: object[] = [];
    const rate: RateLimiter = { tryAcquire: () => true, acquire: async () => {} };
    const slots: ConcurrencyLimiter = { ...rate, free: 1, waiting: 0, release: () => {} };
    const limits: LimiterFactory = {
      rate: (request) => (made.push(request), rate),
      concurrency: (request) => (made.push(request), slots),
    };
    const work = defineOperation({
      description: "Works.",
      inputSchema: z.object({}),
      rateLimit: { perSecond: 7 },
      maxConcurrency: 2,
      execute: () => 1,
    });
    const tool = defineTool({
      name: "limited",
      description: "",
      version: "1.0.0",
      rateLimit: { perSecond: 9, burst: 3 },
      maxConcurrency: 4,
      operations: { work },
    });
    const config = { rate_limit_requests_per_second: 5, batch_size: 6, max_queue: 50, max_concurrency: 8 };
    await using executor = createExecutor({ tools: [tool], limits, config });
    expect(await executor.executeOperation("limited.work", {})).toBe(1);
    expect(made).toEqual([
      { name: "batch", perSecond: 5, burst: 6, maxWaiting: 50 },
      { name: "operation:limited.work", perSecond: 7, burst: 1, maxWaiting: 50 },
      { name: "operation:limited.work", slots: 2, maxWaiting: 50 },
      { name: "tool:limited", perSecond: 9, burst: 3, maxWaiting: 50 },
      { name: "tool:limited", slots: 4, maxWaiting: 50 },
    ]);
  });
});
