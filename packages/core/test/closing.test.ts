import { createExecutor, ExecutionUtils, OperationExecutor, ServiceExecutor, ToolExecutor } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { createTestTools } from "./fixtures/test-tools.ts";

const closed = { code: "E004", message: "Cancelled: the executor was closed" };

function setUp(config: object = {}) {
  const { tools, journal } = createTestTools();
  return {
    executor: createExecutor({ tools, config: { rate_limit_requests_per_second: 0, ...config }, environment: {} }),
    journal,
  };
}

const sleep = { operation: "text_tool.sleep", params: { ms: 60_000 } };

describe("closing an executor", () => {
  it("[INT-7] is what `await using` does, for the executor and the unified door over it", async () => {
    let work: Promise<unknown>;
    {
      await using executor = setUp().executor;
      work = executor.executeOperation("text_tool.sleep", { ms: 60_000 }).catch((error: unknown) => error);
    }
    expect(await work).toMatchObject(closed);
    {
      const parts = new OperationExecutor(new ToolExecutor({ tools: createTestTools().tools }), new ExecutionUtils());
      await using service = new ServiceExecutor(parts);
      work = service.executeOperation("text_tool.sleep", { ms: 60_000 }).catch((error: unknown) => error);
    }
    expect(await work).toMatchObject(closed);
  });

  it("cancels what runs and what waits, with a time-out or without, whoever may cancel it besides", async () => {
    for (const timeout_ms of [30_000, null]) {
      const { executor, journal } = setUp({ max_concurrency: 1, timeout_ms });
      const { signal } = new AbortController();
      const works = [
        executor.executeOperation("text_tool.ignore_signal", { ms: 30 }),
        executor.executeOperation("text_tool.sleep", { ms: 60_000 }),
        executor.executeOperation("text_tool.sleep", { ms: 60_000 }, { signal }),
        executor.executeOperation("text_tool.sleep", { ms: 60_000 }, { taskId: "t1", deadlineMs: 90_000 }),
      ].map((work) => work.catch((error: unknown) => error));
      await new Promise((resolve) => setTimeout(resolve, 5));
      await executor[Symbol.asyncDispose]();
      for (const work of works) expect(await work).toMatchObject(closed);
      expect(journal).toEqual([]);
      expect(executor.cancelTask("t1")).toBe(false);
    }
  });

  it("ends retries, batches that wait for their turn, and lists, which keep what they have", async () => {
    const { executor } = setUp({ rate_limit_requests_per_second: 0.001, batch_size: 1 });
    const retry = { maxAttempts: 5, backoffMs: 60_000, jitter: false };
    const failing = executor.executeOperation("text_tool.fail", {}, { retry }).catch((error: unknown) => error);
    const add = { operation: "math_tool.add", params: { a: 1 } };
    const batch = executor.batchExecuteOperations([add, add, add]);
    const sequence = executor.executeOperationsSequence([add, sleep, add]);
    const parallel = executor.executeParallelOperations([add, sleep, add], { concurrency: 2 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await executor[Symbol.asyncDispose]();
    expect(await failing).toMatchObject(closed);
    expect(await batch).toMatchObject([2, closed, closed]);
    expect((await sequence).map(({ status }) => status)).toEqual(["completed", "cancelled"]);
    expect((await parallel).map(({ status }) => status)).toEqual(["completed", "cancelled", "completed"]);
  });

  it("lets nothing start afterwards, and can be done twice", async () => {
    const { executor, journal } = setUp();
    await executor[Symbol.asyncDispose]();
    await executor[Symbol.asyncDispose]();
    await expect(executor.executeOperation("math_tool.add", { a: 1 })).rejects.toMatchObject(closed);
    expect(await executor.executeOperationsSequence([sleep])).toEqual([]);
    expect(await executor.executeParallelOperations([sleep])).toMatchObject([{ status: "cancelled" }]);
    expect(journal).toEqual([]);
  });

  it("[EVT-1] tells tasks that it cancelled them", async () => {
    const { executor } = setUp();
    const ends: string[] = [];
    executor.on("*", ({ type }) => ends.push(type));
    const work = executor.executeOperation("text_tool.sleep", { ms: 60_000 }).catch((error: unknown) => error);
    await executor[Symbol.asyncDispose]();
    await work;
    expect(ends).toEqual(["task.started", "step.started", "step.cancelled", "task.cancelled"]);
  });
});
