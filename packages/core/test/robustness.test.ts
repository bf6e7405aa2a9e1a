import {
  createExecutor,
  defineOperation,
  defineTool,
  type IToolExecutor,
  type Operation,
  ToolExecutor,
  toolFromClass,
} from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createTestTools, unchecked } from "./fixtures/test-tools.ts";

const unlimited = { rate_limit_requests_per_second: 0 } as const;

function setUp(config: object = {}) {
  const { tools, journal } = createTestTools();
  return { executor: createExecutor({ tools, config: { ...unlimited, ...config }, environment: {} }), journal };
}

function toolOf(work: Partial<Operation>) {
  const operation: Operation = { description: "Works.", inputSchema: {}, execute: () => "done", ...work };
  return defineTool({ name: "t", description: "", version: "1.0.0", operations: { work: operation } });
}

const add = { operation: "math_tool.add", params: { a: 1 } };

describe("what is wrong with a call", () => {
  it("is told before anything runs: how many at once, how long", async () => {
    const { executor, journal } = setUp();
    await using _ = executor;
    for (const concurrency of [0, -1, 1.5, Number.NaN, "4" as never]) {
      await expect(executor.executeParallelOperations([add], { concurrency })).rejects.toMatchObject({
        code: "E001",
        message: expect.stringContaining("concurrency: expected a whole number of at least 1"),
      });
    }
    for (const deadlineMs of [-1, Number.NaN, "soon" as never]) {
      await expect(executor.executeOperation("math_tool.add", { a: 1 }, { deadlineMs })).rejects.toMatchObject({
        code: "E001",
      });
    }
    for (const wish of [{ timeoutMs: -1 }, { retry: { maxAttempts: 0 } }]) {
      await expect(executor.executeOperation("math_tool.add", { a: 1 }, wish)).rejects.toThrow(/Invalid call options/);
    }
    expect(journal).toEqual([]);
    expect(
      await executor.executeParallelOperations([add, add], { concurrency: Number.POSITIVE_INFINITY }),
    ).toHaveLength(2);
  });

  it("[PLAN-2] is told whole by strict, what is static and what is not", async () => {
    const { executor, journal } = setUp();
    await using _ = executor;
    const plan = {
      steps: [
        add,
        { operation: "math_tool.nothing" },
        { operation: "text_tool.echo", params: { value: "$result[9]" } },
      ],
      output: "$result[7]",
    };
    const strict = await executor.executePlan(plan, { strict: true }).catch((error: unknown) => error);
    expect(strict).toMatchObject({ code: "E001", details: { errors: { length: 3 } } });
    const lax = await executor.executePlan(plan).catch((error: unknown) => error);
    expect(lax).toMatchObject({ code: "E001", details: { errors: { length: 2 } } });
    expect(journal).toEqual([]);
  });

  it("[OE-5] [OE-8] fails the tool call that is malformed, and none of its neighbours", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const calls = [null, {}, { tool: 7 }, { tool: "math_tool", params: "text" }, { tool: "math_tool", params: [1] }];
    const results = await executor.batchToolCalls([
      ...calls,
      { tool: "math_tool", params: { op: "add", a: 1 } },
    ] as never);
    expect(results.slice(0, 5)).toMatchObject(Array.from({ length: 5 }, () => ({ code: "E001" })));
    expect(results[5]).toBe(2);
  });

  it("puts errors in the place of tasks, whatever these are", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const tasks = [
      null,
      {},
      { taskName: 7 },
      { taskName: "nothing" },
      { taskName: "math_tool.add", inputData: { a: 1 } },
    ];
    const results = await executor.batchExecuteTasks(tasks as never);
    expect(results.slice(0, 4)).toMatchObject(Array.from({ length: 4 }, () => ({ code: "E001" })));
    expect(results[3]).toMatchObject({ message: expect.stringContaining("Unknown task 'nothing'") });
    expect(results[4]).toBe(2);
  });
});

describe("what fails in a step's own parts", () => {
  const broken = (): never => {
    throw new Error("broke");
  };

  it.each([
    [
      "an input schema that throws",
      toolOf({ inputSchema: { "~standard": { version: 1, vendor: "test", validate: broken } } }),
    ],
    ["an output schema that throws", toolOf({ outputSchema: z.string().transform(broken) })],
    ["a result that breaks its schema", toolOf({ outputSchema: z.number() })],
    ["an executor that throws at once", toolOf({ runsOn: "odd" })],
  ])("[OE-4] hurts no neighbour: %s", async (_what, tool) => {
    const odd: IToolExecutor = { execute: broken, executeAsync: broken };
    await using executor = createExecutor({
      tools: [tool, ...createTestTools().tools],
      executors: { odd },
      config: { ...unlimited, max_concurrency: 1 },
      environment: {},
    });
    const results = await executor.executeParallelOperations([{ operation: "t.work" }, add]);
    expect(results.map(({ errorCode }) => errorCode)).toEqual(["E003", null]);
    expect(executor.getStats()).toMatchObject({ semaphore_value: 1, abandoned_operations: 0 });
  });

  it("is no matter of an executor that answers at once, instead of later", async () => {
    const plain = { execute: () => 7, executeAsync: () => 7 };
    await using executor = createExecutor({
      tools: [toolOf({})],
      executors: { plain: plain as never },
      environment: {},
    });
    expect(await executor.executeOperation("t.work", {}, { executor: "plain" })).toBe(7);
    expect(executor.getStats().semaphore_value).toBe(64);
  });

  it("[CACHE-7] is no matter of a cache that cannot make keys, and is told once", async () => {
    const warnings: unknown[] = [];
    const ignore = () => undefined;
    const logger = {
      debug: ignore,
      info: ignore,
      error: ignore,
      warn: (f: object) => warnings.push(f),
      isLevelEnabled: () => false,
    };
    const cache = { generateCacheKey: broken, getFromCache: broken, addToCache: broken };
    await using executor = createExecutor({ tools: createTestTools().tools, cache, logger, config: unlimited });
    const calls = ["math_tool", "text_tool"].map((tool) => ({
      operation: `${tool}.cached_add`,
      params: { a: 1, b: 2 },
    }));
    expect(await executor.batchExecuteOperations(calls)).toEqual([{ sum: 3, terms: [1, 2] }, "12"]);
    expect(warnings).toHaveLength(1);
    await expect(executor.clearCache()).rejects.toThrow("cannot be cleared");
  });
});

describe("a condition on a step that failed", () => {
  it("[REF-12] [REF-8] leaves the step out on purpose, so that it does not stop the plan", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const steps = [
      { operation: "text_tool.fail", optional: true },
      { operation: "text_tool.echo", params: { value: "$result[0]" }, when: "result[0] != null" },
      { operation: "text_tool.echo", params: { value: "instead" }, when: "result[0] == null" },
    ];
    const { status, results } = await executor.executePlan({ stop_on_failure: true, steps });
    expect(status).toBe("completed");
    expect(results.map(({ status: ended }) => ended)).toEqual(["failed", "cancelled", "completed"]);
    expect(results[1]?.errorMessage).toBe("Not run: its condition was false (result[0] != null)");
  });

  it("[REF-8] does not hide that the step's data are missing", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const value = { value: "$result[0]" };
    const { results } = await executor.executePlan([
      { operation: "text_tool.fail" },
      { operation: "text_tool.echo", params: value, when: "result[0].rows > 0" },
      { operation: "text_tool.echo", params: value, when: "true" },
    ]);
    for (const result of results.slice(1)) {
      expect(result).toMatchObject({
        errorCode: "E004",
        errorMessage: "Not run: it needs the result of step 0, which failed",
      });
    }
  });

  it("completes a plan all of whose steps were left out", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const ends: string[] = [];
    executor.on("*", ({ type }) => ends.push(type));
    const { status, output } = await executor.executePlan({ steps: [{ ...add, when: "false" }] });
    expect([status, output]).toEqual(["completed", null]);
    expect(ends.at(-1)).toBe("task.completed");
  });
});

describe("a plan's output", () => {
  it("can be plain data, and gets the input with the defaults of its schema", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const plain = await executor.executePlan({ steps: [add], output: { kind: "fixed" } });
    expect(plain.output).toEqual({ kind: "fixed" });
    const input_schema = { type: "object", properties: { top: { type: "integer", default: 3 } } };
    const filled = await executor.executePlan({ steps: [add], input_schema, output: "$input.top" });
    expect(filled.output).toBe(3);
  });
});

describe("a deadline", () => {
  it("[EVT-1] fails the task that it ends", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const ends: unknown[] = [];
    executor.on("task.failed", ({ error }) => ends.push(error?.code));
    executor.on("task.completed", () => ends.push("completed"));
    await executor.executeParallelOperations([add, { operation: "text_tool.sleep", params: { ms: 5000 } }], {
      deadlineMs: 30,
    });
    expect(ends).toEqual(["E002"]);
  });

  it("[TIME-1] is told as such after attempts that failed otherwise", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const retry = { maxAttempts: 9, backoffMs: 20, jitter: false };
    const work = executor.executeOperation("text_tool.fail", {}, { retry, deadlineMs: 50 });
    await expect(work).rejects.toMatchObject({ code: "E002", message: expect.stringContaining("deadline") });
  });
});

describe("nested calls", () => {
  it("[RATE-2] need no slot that one above them holds, of the operation or of the tool", async () => {
    const inputSchema = z.object({ depth: z.number() });
    const nest = defineOperation({
      description: "Calls itself.",
      inputSchema,
      maxConcurrency: 1,
      execute: async ({ depth }, context): Promise<unknown> =>
        depth === 0 ? "bottom" : context.call("deep.nest", { depth: depth - 1 }),
    });
    const tool = defineTool({
      name: "deep",
      description: "",
      version: "1.0.0",
      maxConcurrency: 1,
      operations: { nest },
    });
    await using executor = createExecutor({ tools: [tool], config: { timeout_ms: 2000 }, environment: {} });
    expect(await executor.executeOperation(unchecked("deep.nest"), { depth: 5 })).toBe("bottom");
  });
});

describe("a custom tool executor", () => {
  it("[OE-5] [CACHE-1] answers from a cache of its own, and never from the tool's or another's", async () => {
    const { executor, journal } = setUp();
    await using _ = executor;
    const call = { tool: "math_tool", params: { op: "cached_add", a: 1, b: 2 } };
    let asked = 0;
    const mine = () => `mine ${++asked}`;
    expect(await executor.batchToolCalls([call], mine)).toEqual(["mine 1"]);
    expect(await executor.batchToolCalls([call])).toEqual([{ sum: 3, terms: [1, 2] }]);
    expect(await executor.batchToolCalls([call], mine)).toEqual(["mine 1"]);
    expect(await executor.batchToolCalls([call], () => "yours")).toEqual(["yours"]);
    expect(journal).toEqual(["cached_add 1 2 for nobody"]);
  });

  it("[OE-5] gets `op` where the call has one, whatever it is called", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const seen: unknown[] = [];
    await executor.batchToolCalls(
      [
        { tool: "x", params: { op: "call", a: 1 } },
        { tool: "x", params: { a: 2 } },
      ],
      (_tool, params) => seen.push(params),
    );
    expect(seen).toEqual([{ op: "call", a: 1 }, { a: 2 }]);
  });
});

describe("the tool executor alone", () => {
  class Counter {
    #count: number;
    ended = false;
    static readonly made: Counter[] = [];
    constructor(config?: { start: number }) {
      this.#count = config?.start ?? 0;
      Counter.made.push(this);
    }
    increase({ by }: { by: number }): number {
      return (this.#count += by);
    }
    [Symbol.dispose](): void {
      this.ended = true;
    }
  }

  it("[INT-2] makes an instance for each call of a tool with a life, with its default settings, and ends it", async () => {
    const tool = toolFromClass(Counter, {
      name: "counter",
      description: "",
      version: "1.0.0",
      configSchema: z.object({ start: z.number().default(10) }),
      operations: { increase: { description: "", inputSchema: z.object({ by: z.number() }) } },
    });
    const alone = new ToolExecutor({ tools: [tool] });
    expect(alone.execute(tool, "increase", { by: 2 })).toBe(12);
    expect(await alone.executeAsync(tool, "increase", { by: 3 })).toBe(13);
    await Promise.resolve();
    expect(Counter.made.map(({ ended }) => ended)).toEqual([true, true]);
  });

  it("[INT-2] says what it cannot do: settings it does not have, a life that takes time", async () => {
    const living = { ...toolOf({}), create: async () => "later" };
    const alone = new ToolExecutor();
    expect(() => alone.execute(living, "work", {})).toThrow(/asynchronous .* use executeAsync/);
    expect(await alone.executeAsync(living, "work", {})).toBe("done");
    const configured = { ...toolOf({}), configSchema: z.object({ url: z.string() }), create: () => "x" };
    const message =
      "'t' needs a configuration, which it has only within an OperationExecutor: url: required, but missing (expected string)";
    expect(() => alone.execute(configured, "work", {})).toThrow(message);
    await expect(alone.executeAsync(configured, "work", {})).rejects.toThrow(message);
  });
});
