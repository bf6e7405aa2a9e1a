import { CancelledError, createExecutor } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { createTestTools, unchecked } from "./fixtures/test-tools.ts";

function setUp() {
  const { tools, journal } = createTestTools();
  return {
    executor: createExecutor({ tools, config: { rate_limit_requests_per_second: 0 }, environment: {} }),
    journal,
  };
}

describe("references between steps", () => {
  it("[REF-8] keep a step from running on the result of one that failed", async () => {
    const { executor, journal } = setUp();
    await using _ = executor;
    const operations = [
      { operation: "text_tool.fail" },
      { operation: "text_tool.echo", params: { value: "$result[0]" } },
      { operation: "text_tool.echo", params: { value: "$result[1]" } },
    ];
    const results = await executor.executeOperationsSequence(operations);
    expect(results[1]).toMatchObject({
      status: "cancelled",
      errorCode: "E004",
      message: "Failed to execute text_tool.echo",
      errorMessage: "Not run: it needs the result of step 0, which failed",
    });
    expect(results[2]?.errorMessage).toBe("Not run: it needs the result of step 1, which was cancelled");
    expect(journal).toEqual(["fail"]);
    const batch = await executor.batchExecuteOperations(operations.slice(0, 2));
    expect(batch[1]).toBeInstanceOf(CancelledError);
    expect((batch[1] as Error).message).toBe("Not run: it needs the result of step 0, which failed");
  });

  it.each(["sequence", "batch", "parallel"] as const)(
    "[REF-6] reject a %s as a whole for a static error, and nothing runs",
    async (mode) => {
      const { executor, journal } = setUp();
      await using _ = executor;
      const run = (operations: { operation: string; params?: object }[]) => {
        if (mode === "sequence") return executor.executeOperationsSequence(operations);
        return mode === "batch"
          ? executor.batchExecuteOperations(operations)
          : executor.executeParallelOperations(operations);
      };
      const first = { operation: "math_tool.add", params: { a: 1 } };
      const outOfRange = run([first, { operation: "text_tool.echo", params: { value: "$result[5]" } }]);
      await expect(outOfRange).rejects.toThrow("Referenced result index 5 out of range");
      await expect(outOfRange).rejects.toMatchObject({ code: "E001" });
      const forward = run([{ operation: "text_tool.echo", params: { value: "$result[1]" } }, first]);
      await expect(forward).rejects.toThrow("Referenced result index 1 out of range");
      const junk = run([first, { operation: "text_tool.echo", params: { value: "$result[0]junk" } }]);
      await expect(junk).rejects.toMatchObject({ code: "E007" });
      const both = run([first, { operation: "text_tool.echo", params: { value: ["$result[9]", "$result[0]junk"] } }]);
      await expect(both).rejects.toMatchObject({
        code: "E001",
        details: { errors: [{ code: "E001" }, { code: "E007" }] },
      });
      expect(journal).toEqual([]);
    },
  );

  it("[REF-2] resolves at any depth", async () => {
    await using executor = setUp().executor;
    const results = await executor.executeOperationsSequence([
      { operation: "math_tool.add", params: { a: 1 } },
      { operation: "math_tool.add", params: { a: 2 } },
      { operation: "text_tool.echo", params: { value: { charts: ["$result[0]", { deep: "$result[1]" }] } } },
    ]);
    expect(results[2]?.result).toEqual({ charts: [2, { deep: 3 }] });
  });

  it("[REF-7] fail the step whose path leads nowhere, naming what is there", async () => {
    await using executor = setUp().executor;
    const results = await executor.executeOperationsSequence([
      { operation: "text_tool.echo", params: { value: { data: { total: 1 } } } },
      { operation: "text_tool.echo", params: { value: "$result[0].data.totl" } },
      { operation: "text_tool.echo", params: { value: "$result[0].__proto__" } },
    ]);
    expect(results[1]).toMatchObject({ errorCode: "E007", status: "failed" });
    expect(results[1]?.errorMessage).toMatch(/\$result\[0\]\.data.*total/);
    expect(results[2]).toMatchObject({ errorCode: "E007" });
  });

  it("[REF-11] put previous results before this call's own", async () => {
    await using executor = setUp().executor;
    const previous = await executor.executeParallelOperations([
      { operation: "math_tool.add", params: { a: 1 } },
      { operation: "math_tool.add", params: { a: 10 } },
    ]);
    const results = await executor.executeParallelOperations(
      [
        { operation: "math_tool.add", params: { a: "$result[0]", b: "$result[1]" } },
        { operation: "math_tool.add", params: { a: "$result[2]" } },
        { operation: "math_tool.add", params: { a: "$result[-3]", b: 100 } },
      ],
      { previous },
    );
    expect(results.map((result) => result.result)).toEqual([13, 14, 111]);
    expect(await executor.executeOperation(unchecked("math_tool.add"), { a: "$result[1]" }, { previous })).toBe(12);
    const alone = executor.executeOperation(unchecked("math_tool.add"), { a: "$result[0]" });
    await expect(alone).rejects.toThrow("Referenced result index 0 out of range");
  });
});
