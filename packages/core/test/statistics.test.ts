import { createExecutor } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { createTestTools, unchecked } from "./fixtures/test-tools.ts";

function setUp() {
  const { tools } = createTestTools();
  return createExecutor({ tools, config: { rate_limit_requests_per_second: 0 }, environment: {} });
}

describe("statistics", () => {
  it("[STAT-1] begin with nothing, in these keys", async () => {
    await using executor = setUp();
    expect(executor.getStats()).toEqual({
      cached_tools: 0,
      tool_names: [],
      semaphore_value: 64,
      config: { batch_size: 10, rate_limit: 0, enable_cache: true },
      total_operations: 0,
      failed_operations: 0,
      success_rate: 1,
      abandoned_operations: 0,
      cache: { hits: 0, misses: 0, evictions: 0, entries: 0, bytes: 0, hit_rate: 0 },
      operations: {},
    });
  });

  it("[STAT-1] count finished calls with hits and refusals, and no step that never ran", async () => {
    await using executor = setUp();
    await executor.executeOperation("math_tool.cached_add", { a: 1, b: 2 });
    await executor.executeOperation("math_tool.cached_add", { a: 1, b: 2 });
    await executor.executeOperation(unchecked("math_tool.nothing")).catch(() => undefined);
    await executor.executeOperationsSequence([
      { operation: "text_tool.fail" },
      { operation: "text_tool.echo", params: { value: "$result[0]" } },
    ]);
    const stats = executor.getStats();
    expect(stats).toMatchObject({ total_operations: 4, failed_operations: 2, success_rate: 0.5 });
    expect(stats.tool_names).toEqual(["math_tool", "text_tool"]);
    expect(stats.operations["math_tool.cached_add"]).toMatchObject({ count: 2, errors: 0 });
    expect(stats.operations["text_tool.fail"]).toMatchObject({ count: 1, errors: 1 });
    expect(stats.operations["text_tool.echo"]).toBeUndefined();
  });

  it("[STAT-1] time operations in seconds", async () => {
    await using executor = setUp();
    await executor.executeParallelOperations(
      Array.from({ length: 10 }, () => ({ operation: "text_tool.sleep", params: { ms: 20 } })),
    );
    const times = executor.getStats().operations["text_tool.sleep"];
    for (const key of ["avg_time", "min_time", "max_time", "p50", "p95", "p99"] as const) {
      expect(times?.[key]).toBeGreaterThan(0.015);
      expect(times?.[key]).toBeLessThan(0.5);
    }
  });

  it("[STAT-1] report how the interface was used", async () => {
    await using executor = setUp();
    await executor.executeOperation("math_tool.add", { a: 1 });
    await executor.executeOperation("text_tool.fail").catch(() => undefined);
    await executor.batchExecuteOperations([{ operation: "text_tool.fail" }]);
    await executor
      .executeParallelOperations([{ operation: "text_tool.echo", params: { value: "$result[9]" } }])
      .catch(() => undefined);
    await Promise.resolve();
    expect(executor.getUsageReport()).toEqual({
      total_usage: 4,
      total_errors: 2,
      error_rate: 0.5,
      usage_by_interface: { executeOperation: 2, batchExecuteOperations: 1, executeParallelOperations: 1 },
      errors_by_interface: { executeOperation: 1, executeParallelOperations: 1 },
    });
  });
});
