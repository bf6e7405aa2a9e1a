import {
  createExecutor,
  DatabaseError,
  OperationFailedError,
  OperationNotFoundError,
  TaskStepResult,
  ToolNotFoundError,
  ValidationError,
} from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { createTestTools, unchecked } from "./fixtures/test-tools.ts";

const unlimited = { rate_limit_requests_per_second: 0 } as const;

function setUp(config: object = {}) {
  const { tools, journal } = createTestTools();
  return { executor: createExecutor({ tools, config: { ...unlimited, ...config }, environment: {} }), journal };
}

describe("a single operation", () => {
  it("[OE-1] gives the tool's result, with defaults filled in", async () => {
    await using executor = setUp().executor;
    expect(await executor.executeOperation("math_tool.add", { a: 2 })).toBe(3);
  });

  it("[SPEC-1] refuses what is no operation spec", async () => {
    await using executor = setUp().executor;
    for (const spec of [
      "invalid_format",
      "tool.op.extra",
      ".add",
      "math_tool.",
      "",
      "math tool.add",
      "math_tool.add\n",
    ]) {
      const attempt = executor.executeOperation(spec, {});
      await expect(attempt).rejects.toThrow(`Invalid operation spec: ${spec}, expected 'tool_name.operation_name'`);
      await expect(attempt).rejects.toMatchObject({ code: "E001" });
    }
  });

  it("[SPEC-2] names an unknown tool or operation, and the closest there is", async () => {
    await using executor = setUp().executor;
    const noTool = await executor.executeOperation(unchecked("meth_tool.add"), {}).catch((error: unknown) => error);
    expect(noTool).toBeInstanceOf(ToolNotFoundError);
    expect(noTool).toMatchObject({
      code: "E003",
      message: "Tool 'meth_tool' is not registered",
      details: { didYouMean: expect.arrayContaining(["math_tool"]) },
    });
    const noOperation = await executor.executeOperation(unchecked("math_tool.ad"), {}).catch((error: unknown) => error);
    expect(noOperation).toBeInstanceOf(OperationNotFoundError);
    expect(noOperation).toMatchObject({
      code: "E003",
      message: "Operation 'ad' not found in tool 'math_tool'",
      details: { didYouMean: ["add"] },
    });
  });

  it("[SPEC-3] reaches nothing that was not declared", async () => {
    await using executor = setUp().executor;
    for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty", "then", "valueOf"]) {
      await expect(executor.executeOperation(`math_tool.${name}`, {})).rejects.toBeInstanceOf(OperationNotFoundError);
      await expect(executor.executeOperation(`${name}.add`, {})).rejects.toBeInstanceOf(ToolNotFoundError);
    }
  });

  it("[PAR-1] keeps system parameters from the tool and uses them as the call's context", async () => {
    await using executor = setUp().executor;
    const params = { extra: 1, user_id: "ann", task_id: "t1", op: "ignored" };
    const seen = await executor.executeOperation("text_tool.context", params);
    expect(seen).toMatchObject({ params: { extra: 1 }, userId: "ann", taskId: "t1" });
    const overruled = await executor.executeOperation("text_tool.context", params, { userId: "bob", taskId: "t2" });
    expect(overruled).toMatchObject({ userId: "bob", taskId: "t2" });
  });

  it("[PAR-2] lists every problem of the parameters at once", async () => {
    await using executor = setUp().executor;
    const attempt = executor.executeOperation(unchecked("math_tool.add"), { a: "x", b: null, c: 3 });
    await expect(attempt).rejects.toBeInstanceOf(ValidationError);
    await expect(attempt).rejects.toThrow(
      "Invalid parameters for math_tool.add: a: expected number, received string; b: expected number, received null; c: unknown parameter (known are a, b)",
    );
  });

  it("[PAR-2] suggests the parameter that a typo meant", async () => {
    await using executor = setUp().executor;
    const attempt = executor.executeOperation(unchecked("text_tool.sleep"), { mss: 1 });
    await expect(attempt).rejects.toThrow(/mss: unknown parameter, did you mean ms\?/);
  });

  it("[PAR-3] takes null for no parameters, and changes nobody's object", async () => {
    await using executor = setUp().executor;
    expect(await executor.executeOperation("text_tool.context", null)).toMatchObject({ params: {} });
    const params = Object.freeze({ a: 1, user_id: "ann" });
    expect(await executor.executeOperation("math_tool.add", params)).toBe(2);
    expect(params).toEqual({ a: 1, user_id: "ann" });
    await expect(executor.executeOperation(unchecked("math_tool.add"), [1])).rejects.toThrow(
      /expected an object, received array/,
    );
  });

  it("[ERR-2] wraps what a tool throws, and keeps it as the cause", async () => {
    await using executor = setUp().executor;
    const error = await executor
      .executeOperation("text_tool.fail", { message: "no such row" })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OperationFailedError);
    expect(error).toMatchObject({
      code: "E003",
      message: "Error executing fail: no such row",
      cause: { message: "no such row" },
    });
  });
});

describe("a batch", () => {
  it("[OE-2] gives results in input order with errors in their place", async () => {
    await using executor = setUp().executor;
    const results = await executor.batchExecuteOperations([
      { operation: "text_tool.sleep", params: { ms: 20, value: "slow" } },
      { operation: "text_tool.fail" },
      { operation: "math_tool.add", params: { a: 1 } },
    ]);
    expect(results[0]).toBe("slow");
    expect(results[1]).toMatchObject({ code: "E003" });
    expect(results[2]).toBe(2);
  });

  it("[OE-8] gives nothing for nothing, and fails only the item that names no operation", async () => {
    await using executor = setUp().executor;
    expect(await executor.batchExecuteOperations([])).toEqual([]);
    expect(await executor.executeOperationsSequence([])).toEqual([]);
    expect(await executor.executeParallelOperations([])).toEqual([]);
    expect(await executor.batchToolCalls([])).toEqual([]);
    const broken = [{ params: {} }, null, "text", { operation: 7 }] as unknown as { operation: string }[];
    const results = await executor.batchExecuteOperations([
      ...broken,
      { operation: "math_tool.add", params: { a: 1 } },
    ]);
    expect(results.slice(0, 4).every((item) => item instanceof ValidationError)).toBe(true);
    expect(results[4]).toBe(2);
    const parallel = await executor.executeParallelOperations(broken.slice(0, 1));
    expect(parallel[0]).toMatchObject({ step: "parallel_0_error", errorCode: "E001", status: "failed" });
    const sequence = await executor.executeOperationsSequence(broken.slice(0, 1));
    expect(sequence[0]).toMatchObject({ step: "unknown", errorCode: "E001" });
  });

  it("[REF-10] resolves references as in a sequence, each step as soon as what it needs is there", async () => {
    const { executor, journal } = setUp();
    await using _ = executor;
    const results = await executor.batchExecuteOperations([
      { operation: "text_tool.sleep", params: { ms: 15, value: { text: "read" } } },
      { operation: "text_tool.echo", params: { value: "$result[0].text" } },
      { operation: "math_tool.add", params: { a: 1 } },
      { operation: "text_tool.echo", params: { value: ["$result[1]", "{{ $result[2] }} things"] } },
    ]);
    expect(results).toEqual([{ text: "read" }, "read", 2, ["read", "2 things"]]);
    expect(journal.indexOf("add 1 1")).toBeLessThan(journal.indexOf("echo"));
  });
});

describe("a sequence", () => {
  it("[OE-3] runs one after another, with these steps and messages", async () => {
    await using executor = setUp().executor;
    const results = await executor.executeOperationsSequence(
      [
        { operation: "math_tool.add", params: { a: 1 } },
        { operation: "text_tool.fail" },
        { operation: "math_tool.add", params: { a: "$result[0]", b: 5 } },
      ],
      "ann",
      "t1",
    );
    expect(results.map((result) => JSON.parse(JSON.stringify(result)))).toEqual([
      {
        step: "math_tool.add",
        result: 2,
        completed: true,
        message: "Completed operation math_tool.add",
        status: "completed",
        error_code: null,
        error_message: null,
      },
      {
        step: "text_tool.fail",
        result: null,
        completed: false,
        message: "Failed to execute text_tool.fail",
        status: "failed",
        error_code: "E003",
        error_message: "Error executing fail: broken",
      },
      {
        step: "math_tool.add",
        result: 7,
        completed: true,
        message: "Completed operation math_tool.add",
        status: "completed",
        error_code: null,
        error_message: null,
      },
    ]);
  });

  it("[MOD-3] tells how each step ran, apart from the seven keys", async () => {
    await using executor = setUp().executor;
    const [result] = await executor.executeOperationsSequence([{ operation: "math_tool.add", params: { a: 1 } }]);
    expect(result).toBeInstanceOf(TaskStepResult);
    expect(result).toMatchObject({ attempts: 1, cached: false });
    expect(result?.startedAt).toBeGreaterThan(Date.now() - 60_000);
    expect(result?.toJSONWithMeta().meta).toMatchObject({ attempts: 1, cached: false });
    const wire = JSON.parse(JSON.stringify(result));
    expect(Object.keys(wire)).toEqual([
      "step",
      "result",
      "completed",
      "message",
      "status",
      "error_code",
      "error_message",
    ]);
    expect(TaskStepResult.fromJSON(wire)).toMatchObject({ step: "math_tool.add", result: 2, errorCode: null });
  });

  it("[OE-3] ends with the failed step when it is to stop there", async () => {
    const { executor, journal } = setUp();
    await using _ = executor;
    const operations = [{ operation: "text_tool.fail" }, { operation: "math_tool.add", params: { a: 1 } }];
    const results = await executor.executeOperationsSequence(operations, "ann", "t1", { stopOnFailure: true });
    expect(results).toHaveLength(1);
    expect(journal).toEqual(["fail"]);
  });

  it("[OE-7] awaits the callback after every step, the failing one too", async () => {
    await using executor = setUp().executor;
    const saved: unknown[] = [];
    const saveCallback = async (...entry: unknown[]) => {
      await Promise.resolve();
      saved.push(entry.slice(0, 3), (entry[3] as TaskStepResult).status);
    };
    const operations = [{ operation: "math_tool.add", params: { a: 1 } }, { operation: "text_tool.fail" }];
    await executor.executeOperationsSequence(operations, "ann", "t1", { stopOnFailure: true, saveCallback });
    expect(saved).toEqual([["ann", "t1", 0], "completed", ["ann", "t1", 1], "failed"]);
  });

  it("[OE-7] stops when the callback throws, and loses no result", async () => {
    const { executor, journal } = setUp();
    await using _ = executor;
    const operations = [1, 2, 3].map((a) => ({ operation: "math_tool.add", params: { a } }));
    const saveCallback = (_user: unknown, _task: unknown, index: number) => {
      if (index === 1) throw new Error("disk full");
    };
    const error = await executor
      .executeOperationsSequence(operations, "ann", "t1", { saveCallback })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DatabaseError);
    expect(error).toMatchObject({ code: "E006", cause: { message: "disk full" }, details: { step: 1 } });
    expect((error as DatabaseError).details.results).toMatchObject([{ result: 2 }, { result: 3 }]);
    expect(journal).toHaveLength(2);
  });

  it("[OE-7] uses the executor's own store where no callback is given", async () => {
    const saved: number[] = [];
    const { tools } = createTestTools();
    await using executor = createExecutor({
      tools,
      config: unlimited,
      store: { saveStep: (_user, _task, index) => saved.push(index) },
    });
    await executor.executeOperationsSequence([{ operation: "math_tool.add", params: { a: 1 } }]);
    expect(saved).toEqual([0]);
  });
});

describe("parallel operations", () => {
  it("[OE-4] run side by side, in input order, a failure hurting nobody else", async () => {
    await using executor = setUp().executor;
    const startedAt = performance.now();
    const results = await executor.executeParallelOperations([
      { operation: "text_tool.sleep", params: { ms: 60 } },
      { operation: "text_tool.fail" },
      { operation: "text_tool.sleep", params: { ms: 60 } },
    ]);
    expect(performance.now() - startedAt).toBeLessThan(115);
    expect(results.map(({ step, message, status }) => ({ step, message, status }))).toEqual([
      {
        step: "parallel_0_text_tool.sleep",
        message: "Completed parallel operation text_tool.sleep",
        status: "completed",
      },
      { step: "parallel_1_text_tool.fail", message: "Failed parallel operation text_tool.fail", status: "failed" },
      {
        step: "parallel_2_text_tool.sleep",
        message: "Completed parallel operation text_tool.sleep",
        status: "completed",
      },
    ]);
  });

  it("[OE-4] run no more than `concurrency` at once", async () => {
    const { executor, journal } = setUp();
    await using _ = executor;
    const operations = ["a", "b", "c", "d"].map((what) => ({ operation: "text_tool.write", params: { what, ms: 5 } }));
    await executor.executeParallelOperations(operations, { concurrency: 1 });
    expect(journal.map((line) => line.split(" ").at(-1))).toEqual([
      "begins",
      "ends",
      "begins",
      "ends",
      "begins",
      "ends",
      "begins",
      "ends",
    ]);
  });
});
