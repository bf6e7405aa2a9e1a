import { setTimeout as sleep } from "node:timers/promises";
import { createExecutor, type TaskStepResult } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { createTestTools } from "./fixtures/test-tools.ts";

function setUp(config: object = {}) {
  const { tools, journal } = createTestTools();
  return {
    executor: createExecutor({ tools, config: { rate_limit_requests_per_second: 0, ...config }, environment: {} }),
    journal,
  };
}

/** How long something takes to settle after a cancellation. */
async function settleTime(cancel: () => void, work: Promise<unknown>): Promise<number> {
  await sleep(20);
  const startedAt = performance.now();
  cancel();
  await work.catch(() => undefined);
  return performance.now() - startedAt;
}

const stubborn = { operation: "text_tool.ignore_signal", params: { ms: 400 } };

describe("cancellation", () => {
  it("[CANCEL-1] rejects a single operation at once, even if the tool ignores its signal", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const controller = new AbortController();
    const work = executor.executeOperation("text_tool.ignore_signal", { ms: 400 }, { signal: controller.signal });
    expect(await settleTime(() => controller.abort(), work)).toBeLessThan(100);
    await expect(work).rejects.toMatchObject({ code: "E004", message: "Cancelled" });
    expect(executor.getStats().abandoned_operations).toBe(1);
  });

  it("[CANCEL-1] ends a sequence with the running step, and starts no later one", async () => {
    const { executor, journal } = setUp();
    await using _ = executor;
    const controller = new AbortController();
    const operations = [
      { operation: "math_tool.add", params: { a: 1 } },
      stubborn,
      { operation: "math_tool.add", params: { a: 2 } },
    ];
    const work = executor.executeOperationsSequence(operations, "ann", "t1", { signal: controller.signal });
    expect(await settleTime(() => controller.abort(), work)).toBeLessThan(100);
    const results = await work;
    expect(results.map(({ status, errorCode, errorMessage }) => [status, errorCode, errorMessage])).toEqual([
      ["completed", null, null],
      ["cancelled", "E004", "Cancelled"],
    ]);
    expect(journal).toEqual(["add 1 1"]);
  });

  it("[CANCEL-1] resolves parallel operations, batches and plans with an entry for each", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const operations = [
      { operation: "math_tool.add", params: { a: 1 } },
      stubborn,
      { operation: "text_tool.echo", params: { value: "$result[1]" } },
    ];
    for (const mode of ["executeParallelOperations", "batchExecuteOperations", "executePlan"] as const) {
      const controller = new AbortController();
      const work: Promise<unknown> = executor[mode](operations, { signal: controller.signal });
      expect(await settleTime(() => controller.abort(), work)).toBeLessThan(100);
      const outcome = await work;
      const entries = (Array.isArray(outcome) ? outcome : (outcome as { results: unknown[] }).results) as (
        | TaskStepResult
        | Error
      )[];
      expect(entries).toHaveLength(3);
      for (const entry of entries.slice(1)) {
        expect(entry instanceof Error ? Reflect.get(entry, "code") : entry.errorCode).toBe("E004");
      }
    }
  });

  it("[CANCEL-1] reaches every running call of a task by its id", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const work = executor.executeOperation("text_tool.sleep", { ms: 5000 }, { taskId: "t1" });
    const other = executor.executeOperation("text_tool.sleep", { ms: 30 }, { taskId: "t2" });
    expect(executor.cancelTask("t9")).toBe(false);
    expect(await settleTime(() => executor.cancelTask("t1"), work)).toBeLessThan(100);
    await expect(work).rejects.toMatchObject({ code: "E004" });
    expect(await other).toBe(30);
    expect(executor.cancelTask("t1")).toBe(false);
  });

  it("runs nothing at all for a signal that had fired before", async () => {
    const { executor, journal } = setUp();
    await using _ = executor;
    const signal = AbortSignal.abort();
    expect(
      await executor.executeOperationsSequence([{ operation: "math_tool.add", params: { a: 1 } }], "ann", "t1", {
        signal,
      }),
    ).toEqual([]);
    const parallel = await executor.executeParallelOperations([{ operation: "math_tool.add", params: { a: 1 } }], {
      signal,
    });
    expect(parallel[0]).toMatchObject({ status: "cancelled", errorCode: "E004" });
    await expect(executor.executeOperation("math_tool.add", { a: 1 }, { signal })).rejects.toMatchObject({
      code: "E004",
    });
    expect(journal).toEqual([]);
  });

  it("lets a tool's signal fire, and keeps the slot until work that ignores it really ends", async () => {
    const { executor, journal } = setUp({ max_concurrency: 1 });
    await using _ = executor;
    const controller = new AbortController();
    const first = executor.executeOperation("text_tool.ignore_signal", { ms: 80 }, { signal: controller.signal });
    const second = executor.executeOperation("math_tool.add", { a: 1 });
    await sleep(10);
    controller.abort();
    await expect(first).rejects.toMatchObject({ code: "E004" });
    expect(executor.getStats().semaphore_value).toBe(0);
    expect(await second).toBe(2);
    expect(journal).toEqual(["ignore_signal ended", "add 1 1"]);
    expect(executor.getStats()).toMatchObject({ abandoned_operations: 0, semaphore_value: 1 });
  });
});

describe("time limits", () => {
  it("[TIME-1] time out an attempt, and tell the tool by its signal", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const work = executor.executeOperation("text_tool.sleep", { ms: 5000 }, { timeoutMs: 40 });
    await expect(work).rejects.toMatchObject({
      code: "E002",
      message: "text_tool.sleep timed out after 40 ms (attempt 1)",
    });
    const [result] = await executor.executeOperationsSequence([stubborn], "ann", "t1", { timeoutMs: 30 });
    expect(result).toMatchObject({ status: "timed_out", errorCode: "E002" });
  });

  it("[TIME-1] bound the whole call by its deadline: running steps time out, later ones are cancelled", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const results = await executor.executeParallelOperations(
      [stubborn, { operation: "math_tool.add", params: { a: 1 } }],
      {
        deadlineMs: 50,
        concurrency: 1,
      },
    );
    expect(results.map(({ status, errorCode }) => [status, errorCode])).toEqual([
      ["timed_out", "E002"],
      ["cancelled", "E004"],
    ]);
    const alone = executor.executeOperation("text_tool.sleep", { ms: 5000 }, { deadlineMs: 30 });
    await expect(alone).rejects.toMatchObject({ code: "E002" });
  });

  it("do not keep the process from ending, nor end it while something can still time out", async () => {
    const { executor } = setUp({ timeout_ms: 50 });
    await using _ = executor;
    const calls = Array.from({ length: 20 }, (_unused, index) =>
      executor
        .executeOperation("text_tool.sleep", { ms: index % 2 ? 1 : 5000 })
        .catch((error: { code: string }) => error.code),
    );
    const codes = await Promise.all(calls);
    expect(codes.filter((code) => code === "E002")).toHaveLength(10);
  });
});
