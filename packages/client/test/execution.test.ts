import {
  ExecutionError,
  OperationFailedError,
  OperationNotFoundError,
  OperationTimeoutError,
  TaskStepResult,
  ToolNotFoundError,
  ValidationError,
} from "@aiecs/core/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failureOf } from "#testing-fixtures/failure-of.ts";
import { modes, type OpenClient, type SuiteClient } from "#testing-fixtures/open-clients.ts";

const add = (a: unknown, b: unknown = 1) => ({ operation: "math_tool.add", params: { a, b } });
const fail = { operation: "math_tool.fail", params: { why: "no luck" } };
const sleep = { operation: "text_tool.sleep", params: {} };
const failed = {
  result: null,
  completed: false,
  status: "failed",
  error_code: "E003",
  error_message: "Error executing fail: no luck",
};

describe.each(modes)("a $mode client", ({ open }) => {
  let opened: OpenClient;
  let client: SuiteClient;
  beforeAll(async () => {
    opened = await open();
    client = opened.client;
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  it("[CLIENT-1] runs one operation, by its spec or by its names", async () => {
    expect(await client.executeOperation("math_tool.add", { a: 1, b: 2 })).toBe(3);
    expect(await client.executeOperation("math_tool.add", { a: 1 })).toBe(2);
    expect(await client.executeTool("math_tool", "add", { a: 5, b: 5 })).toBe(10);
    expect(await client.executeTool("math_tool", "range", { count: 2 })).toEqual({
      items: [
        { index: 0, square: 0 },
        { index: 1, square: 1 },
      ],
    });
  });

  it("takes what a call may say of itself", async () => {
    const previous = [new TaskStepResult({ step: "x", result: { n: 4 }, completed: true, status: "completed" })];
    const params: object = { a: "$result[0].n", b: "$input.b" };
    const options = {
      previous,
      input: { b: 6 },
      taskId: "t-1",
      deadlineMs: 10_000,
      cache: false,
      retry: { maxAttempts: 1 },
    } as const;
    expect(await client.executeOperation<string>("math_tool.add", params, options)).toBe(10);
  });

  it("[ERR-3] fails with the errors of the executor: class, code, message and details", async () => {
    const failures = [
      [
        () => client.executeOperation("math_tool.fail", { why: "no luck" }),
        OperationFailedError,
        "E003",
        "Error executing fail: no luck",
      ],
      [
        () => client.executeOperation("mat_tool.add", {}),
        ToolNotFoundError,
        "E003",
        "Tool 'mat_tool' is not registered",
      ],
      [
        () => client.executeTool("math_tool", "ad"),
        OperationNotFoundError,
        "E003",
        "Operation 'ad' not found in tool 'math_tool'",
      ],
      [
        () => client.executeOperation("nonsense"),
        ValidationError,
        "E001",
        "Invalid operation spec: nonsense, expected 'tool_name.operation_name'",
      ],
      [
        () => client.executeOperation("text_tool.sleep", {}, { timeoutMs: 20 }),
        OperationTimeoutError,
        "E002",
        undefined,
      ],
    ] as const;
    for (const [work, Class, code, message] of failures) {
      const error = await failureOf(work());
      expect(error.constructor).toBe(Class);
      expect(error.code).toBe(code);
      if (message !== undefined) expect(error.message).toBe(message);
    }
    const unknown = await failureOf(client.executeOperation("mat_tool.add", {}));
    expect(unknown.details).toEqual({ tool: "mat_tool", didYouMean: ["math_tool", "text_tool"] });
    const params: object = { a: "one", c: 1 };
    const invalid = await failureOf(client.executeOperation<string>("math_tool.add", params));
    expect(invalid).toBeInstanceOf(ValidationError);
    expect(invalid.message).toContain("Invalid parameters for math_tool.add");
    expect(invalid.details["problems"]).toHaveLength(2);
  });

  it("[CLIENT-1] runs a sequence, to results of exactly seven keys", async () => {
    const results = await client.executeOperationsSequence([add(1, 2), add("$result[0]", 10), fail], undefined, "t-2");
    expect(results.every((result) => result instanceof TaskStepResult)).toBe(true);
    expect(results.map(({ attempts, cached }) => [attempts > 0, cached])).toEqual([
      [true, false],
      [true, false],
      [true, false],
    ]);
    expect(JSON.parse(JSON.stringify(results))).toEqual([
      {
        step: "math_tool.add",
        result: 3,
        completed: true,
        message: "Completed operation math_tool.add",
        status: "completed",
        error_code: null,
        error_message: null,
      },
      {
        step: "math_tool.add",
        result: 13,
        completed: true,
        message: "Completed operation math_tool.add",
        status: "completed",
        error_code: null,
        error_message: null,
      },
      { step: "math_tool.fail", message: "Failed to execute math_tool.fail", ...failed },
    ]);
    const stopped = await client.executeOperationsSequence([fail, add(1)], undefined, undefined, {
      stopOnFailure: true,
    });
    expect(stopped).toHaveLength(1);
  });

  it("[CLIENT-1] runs operations side by side, failures in their place", async () => {
    const results = await client.executeParallelOperations([add(1), fail]);
    expect(JSON.parse(JSON.stringify(results))).toEqual([
      {
        step: "parallel_0_math_tool.add",
        result: 2,
        completed: true,
        message: "Completed parallel operation math_tool.add",
        status: "completed",
        error_code: null,
        error_message: null,
      },
      { step: "parallel_1_math_tool.fail", message: "Failed parallel operation math_tool.fail", ...failed },
    ]);
  });

  it("[CLIENT-1] runs batches of operations and of tool calls, errors in their place", async () => {
    const outcomes = await client.batchExecuteOperations([add(1), fail, add("$result[0]", 4)], { concurrency: 2 });
    expect([outcomes[0], outcomes[2]]).toEqual([2, 6]);
    expect(outcomes[1]).toBeInstanceOf(OperationFailedError);
    expect(outcomes[1]).toMatchObject({ message: "Error executing fail: no luck" });
    const answers = await client.batchToolCalls([
      { tool: "math_tool", params: { op: "add", a: 2, b: 2 } },
      { tool: "no_tool", params: { op: "add" } },
    ]);
    expect(answers[0]).toBe(4);
    expect(answers[1]).toBeInstanceOf(ToolNotFoundError);
  });

  it("[CLIENT-1] runs a plan", async () => {
    const plan = {
      input: { n: 1 },
      steps: [{ id: "first", ...add("$input.n", 2) }, add("$steps.first", 10)],
      output: { total: "$result[1]" },
    };
    const { status, results, output } = await client.executePlan(plan, { input: { n: 5 } });
    expect([status, output, results.map(({ result }) => result)]).toEqual(["completed", { total: 17 }, [7, 17]]);
    expect(results[0]).toBeInstanceOf(TaskStepResult);
    expect(await client.executePlan([fail])).toMatchObject({ status: "failed", output: null });
    const broken = await failureOf(client.executePlan([add("$result[7]"), add("$result[")]));
    expect(broken).toBeInstanceOf(ValidationError);
    expect(broken.details["errors"]).toMatchObject([
      { code: "E001", step: 0 },
      { code: "E007", step: 1 },
    ]);
  });

  it("[CLIENT-1] analyses a plan without running it", async () => {
    const { valid, errors, graph, levels } = await client.analyzePlan([
      add(1),
      add("$result[0]"),
      { operation: "math_tool.ad" },
    ]);
    expect(valid).toBe(false);
    expect(errors).toMatchObject([{ code: "E003", step: 2 }]);
    expect([graph[1], levels[0]]).toEqual([{ step: 1, depends_on: [0] }, [0, 2]]);
  });

  it("[CLIENT-1] tells which tools there are", async () => {
    const tools = await client.getAvailableTools();
    expect(tools.map(({ name, operations }) => [name, operations.map((operation) => operation.name)])).toEqual([
      ["math_tool", ["add", "range", "fail"]],
      ["text_tool", ["sleep", "save"]],
    ]);
    expect(tools[0]?.operations[0]?.input_schema).toMatchObject({ type: "object", required: ["a"] });
  });

  it("ends a call whose signal aborts", async () => {
    const controller = new AbortController();
    const work = failureOf(client.executeOperation("text_tool.sleep", {}, { signal: controller.signal }));
    setTimeout(() => controller.abort(), 20);
    const error = await work;
    expect(error).toMatchObject({ name: "CancelledError", code: "E004", message: "Cancelled" });
    const { signal } = controller;
    for (const late of [
      () => client.getAvailableTools({ signal }),
      () => client.analyzePlan([sleep], { signal }),
      () => client.getTask("t", { signal }),
    ]) {
      expect(await failureOf(late())).toBeInstanceOf(ExecutionError);
    }
  });
});
