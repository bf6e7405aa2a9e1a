import { createExecutor, defineOperation, defineTool, type Operation, RetryExhaustedError } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { unchecked } from "./fixtures/test-tools.ts";

/** A tool whose operation throws what it is told to, one throw per attempt, then answers with the attempt's number. */
function createFlakyTool(throws: readonly unknown[], operation: Partial<Operation> = {}) {
  const seen = { attempts: [] as number[], keys: new Set<string>() };
  const tool = defineTool({
    name: "flaky",
    description: "Fails at first",
    version: "1.0.0",
    operations: {
      work: defineOperation({
        description: "Works in the end.",
        inputSchema: z.object({}),
        annotations: { idempotent: true },
        retry: { maxAttempts: 3, backoffMs: 1 },
        ...operation,
        execute: (_params, context) => {
          seen.keys.add(context.idempotencyKey);
          seen.attempts.push(context.attempt);
          const thrown = throws[seen.attempts.length - 1];
          if (thrown !== undefined) throw thrown;
          return context.attempt;
        },
      }),
    },
  });
  return { tool, seen };
}

const busy = () => new Error("busy");

describe("retries", () => {
  it("[RETRY-1] repeat what is idempotent until it works", async () => {
    const { tool, seen } = createFlakyTool([busy(), busy()]);
    await using executor = createExecutor({ tools: [tool] });
    const retrying: unknown[] = [];
    executor.on("step.retrying", ({ attempt, error }) => retrying.push([attempt, error.message]));
    expect(await executor.executeOperation("flaky.work")).toBe(3);
    expect(seen.attempts).toEqual([1, 2, 3]);
    expect(seen.keys.size).toBe(1);
    expect(retrying).toEqual([
      [2, "Error executing work: busy"],
      [3, "Error executing work: busy"],
    ]);
  });

  it("[RETRY-1] never repeat what declares itself neither idempotent nor read-only", async () => {
    const { tool, seen } = createFlakyTool([busy()], { annotations: {} });
    await using executor = createExecutor({ tools: [tool] });
    await expect(executor.executeOperation("flaky.work", {}, { retry: { maxAttempts: 5 } })).rejects.toMatchObject({
      code: "E003",
    });
    expect(seen.attempts).toEqual([1]);
  });

  it("[RETRY-1] obey what the tool says of its error: not at all, or not before", async () => {
    const never = createFlakyTool([Object.assign(new Error("no such account"), { retryable: false })]);
    await using first = createExecutor({ tools: [never.tool] });
    await expect(first.executeOperation("flaky.work")).rejects.toMatchObject({
      code: "E003",
      message: "Error executing work: no such account",
    });
    const later = createFlakyTool([Object.assign(busy(), { retryAfterMs: 60 })]);
    await using second = createExecutor({ tools: [later.tool] });
    const startedAt = performance.now();
    await second.executeOperation("flaky.work");
    expect(performance.now() - startedAt).toBeGreaterThan(55);
  });

  it("[RETRY-1] never repeat invalid parameters", async () => {
    const { tool, seen } = createFlakyTool([]);
    await using executor = createExecutor({ tools: [tool] });
    await expect(executor.executeOperation(unchecked("flaky.work"), { x: 1 })).rejects.toMatchObject({ code: "E001" });
    expect(seen.attempts).toEqual([]);
  });

  it("[RETRY-2] [ERR-4] end as E005 that keeps every attempt", async () => {
    const { tool } = createFlakyTool([new Error("one"), new Error("two"), new Error("three")]);
    await using executor = createExecutor({ tools: [tool] });
    const error = await executor.executeOperation("flaky.work").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RetryExhaustedError);
    expect(error).toMatchObject({
      code: "E005",
      message: "Error executing work: three (gave up after 3 attempts)",
      details: { attempts: ["Error executing work: one", "Error executing work: two", "Error executing work: three"] },
      cause: { message: "Error executing work: three" },
    });
    const [result] = await executor.executeOperationsSequence([{ operation: "flaky.work" }]);
    expect(result?.result).toBe(1);
  });

  it("[RETRY-2] stay the plain error with a single try", async () => {
    const { tool } = createFlakyTool([busy()], { retry: { maxAttempts: 1 } });
    await using executor = createExecutor({ tools: [tool] });
    await expect(executor.executeOperation("flaky.work")).rejects.toMatchObject({ code: "E003" });
  });

  it("end at once when the call is cancelled while it waits", async () => {
    const { tool, seen } = createFlakyTool([busy()], { retry: { maxAttempts: 3, backoffMs: 60_000, jitter: false } });
    await using executor = createExecutor({ tools: [tool] });
    const controller = new AbortController();
    const work = executor.executeOperation("flaky.work", {}, { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    await expect(work).rejects.toMatchObject({ code: "E004" });
    expect(seen.attempts).toEqual([1]);
  });

  it("[RETRY-3] stop while the circuit is open, and try again when it closes", async () => {
    const { tool, seen } = createFlakyTool([busy(), busy()], {
      retry: { maxAttempts: 1 },
      circuitBreaker: { failures: 2, resetMs: 40 },
    });
    await using executor = createExecutor({ tools: [tool] });
    for (let call = 0; call < 2; call++) await expect(executor.executeOperation("flaky.work")).rejects.toThrow("busy");
    await expect(executor.executeOperation("flaky.work")).rejects.toMatchObject({
      code: "E003",
      details: { reason: "circuit_open" },
    });
    expect(seen.attempts).toHaveLength(2);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await executor.executeOperation("flaky.work")).toBe(1);
  });
});
