import {
  CancelledError,
  configFromEnvironment,
  createExecutor,
  defineOperation,
  defineTool,
  ExecutionUtils,
  OperationExecutor,
  resolveConfig,
  ServiceExecutor,
  ToolExecutor,
  ToolRegistry,
  toolFromClass,
} from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createTestTools, unchecked } from "./fixtures/test-tools.ts";

function createLivingTool() {
  const life: string[] = [];
  const tool = defineTool({
    name: "living",
    description: "Has a life",
    version: "1.0.0",
    configSchema: z.object({ greeting: z.string().default("hello") }),
    create: async (config) => {
      await Promise.resolve();
      life.push("created");
      return { greet: (name: string) => `${config.greeting} ${name}` };
    },
    dispose: () => life.push("disposed"),
    operations: {
      greet: defineOperation({
        description: "Greets.",
        inputSchema: z.object({ name: z.string(), ms: z.number().default(0) }),
        execute: async ({ name, ms }, context) => {
          await new Promise((resolve) => setTimeout(resolve, ms));
          return (context.instance as { greet(name: string): string }).greet(name);
        },
      }),
    },
  });
  return { tool, life };
}

describe("tools with a life", () => {
  it("[LIB-2] [OE-10] are made once, at first use, also when many calls come at once", async () => {
    const { tool, life } = createLivingTool();
    {
      await using executor = createExecutor({ tools: [tool], toolConfig: { living: { greeting: "hi" } } });
      expect(life).toEqual([]);
      const names = ["ann", "bob", "cem"];
      expect(await Promise.all(names.map((name) => executor.executeOperation("living.greet", { name })))).toEqual([
        "hi ann",
        "hi bob",
        "hi cem",
      ]);
      expect(life).toEqual(["created"]);
      expect(await executor.getToolInstance("living")).toHaveProperty("greet");
    }
    expect(life).toEqual(["created", "disposed"]);
  });

  it("[LIB-2] are disposed once their running calls have ended when the tool cache is cleared", async () => {
    const { tool, life } = createLivingTool();
    await using executor = createExecutor({ tools: [tool] });
    const running = executor.executeOperation("living.greet", { name: "ann", ms: 30 });
    await new Promise((resolve) => setTimeout(resolve, 10));
    executor.clearToolCache();
    expect(executor.getStats().cached_tools).toBe(0);
    expect(life).toEqual(["created"]);
    expect(await running).toBe("hello ann");
    await executor.executeOperation("living.greet", { name: "bob" });
    expect(life).toEqual(["created", "disposed", "created"]);
  });

  it("[LIB-2] take explicit settings over the environment over their defaults", async () => {
    const environment = { LIVING_GREETING: "good day" };
    const greet = async (toolConfig: object) => {
      await using executor = createExecutor({
        tools: [createLivingTool().tool],
        environment,
        toolConfig: { living: toolConfig },
      });
      return await executor.executeOperation("living.greet", { name: "ann" });
    };
    expect(await greet({})).toBe("good day ann");
    expect(await greet({ greeting: "hi" })).toBe("hi ann");
  });

  it("[LIB-2] refuse a config that their schema refuses, and can be tried again", async () => {
    const { tool, life } = createLivingTool();
    await using executor = createExecutor({ tools: [tool], toolConfig: { living: { greeting: 7 } } });
    const attempt = executor.executeOperation("living.greet", { name: "ann" });
    await expect(attempt).rejects.toMatchObject({
      code: "E001",
      message: "Invalid configuration of 'living': greeting: expected string, received number",
    });
    await expect(executor.executeOperation("living.greet", { name: "ann" })).rejects.toMatchObject({ code: "E001" });
    expect(life).toEqual([]);
  });

  it("[LIB-2] can be classes whose listed methods are operations", async () => {
    class Counter {
      #count: number;
      constructor(config: { start: number } | undefined) {
        this.#count = config?.start ?? 0;
      }
      increase({ by }: { by: number }): number {
        this.#count += by;
        return this.#count;
      }
      secret(): string {
        return "secret";
      }
    }
    const definition = { name: "counter", description: "Counts", version: "1.0.0" } as const;
    const increase = { description: "Counts up.", inputSchema: z.object({ by: z.number() }) };
    const tool = toolFromClass(Counter, { ...definition, operations: { increase } });
    await using executor = createExecutor({ tools: [tool], toolConfig: { counter: { start: 5 } } });
    expect(await executor.executeOperation(unchecked("counter.increase"), { by: 2 })).toBe(7);
    expect(await executor.executeOperation(unchecked("counter.increase"), { by: 2 })).toBe(9);
    await expect(executor.executeOperation(unchecked("counter.secret"))).rejects.toThrow(
      "Operation 'secret' not found in tool 'counter'",
    );
    expect(() =>
      toolFromClass(Counter, { ...definition, operations: { gone: increase, constructor: increase } }),
    ).toThrow(/gone/);
  });
});

describe("the registry", () => {
  it("forgets with a tool what it answered", async () => {
    const say = (word: string) =>
      defineTool({
        name: "teller",
        description: "",
        version: "1.0.0",
        operations: {
          say: { description: "", inputSchema: {}, annotations: { readOnly: true }, cache: {}, execute: () => word },
        },
      });
    const registry = new ToolRegistry([say("old")]);
    await using executor = createExecutor({ registry });
    expect(await executor.executeOperation(unchecked("teller.say"))).toBe("old");
    registry.unregisterTool("teller");
    registry.registerTool(say("new"));
    expect(await executor.executeOperation(unchecked("teller.say"))).toBe("new");
  });

  it("[INT-1] adds and removes tools while the executor runs", async () => {
    const { mathTool } = createTestTools();
    const registry = new ToolRegistry();
    await using executor = createExecutor({ registry });
    await expect(executor.executeOperation(unchecked("math_tool.add"), { a: 1 })).rejects.toThrow(
      "Tool 'math_tool' is not registered",
    );
    registry.registerTool(mathTool);
    expect(await executor.executeOperation(unchecked("math_tool.add"), { a: 1 })).toBe(2);
    expect(() => registry.registerTool(mathTool)).toThrow(/registered already/);
    expect(registry.unregisterTool("math_tool")).toBe(true);
    expect(registry.unregisterTool("math_tool")).toBe(false);
    expect(registry.hasTool("math_tool")).toBe(false);
    await expect(executor.executeOperation(unchecked("math_tool.add"), { a: 1 })).rejects.toThrow(
      "Tool 'math_tool' is not registered",
    );
  });

  it("[INT-1] lists operations with their JSON Schemas", () => {
    const listed = new ToolRegistry([createTestTools().mathTool]).listTools();
    expect(listed[0]).toMatchObject({ name: "math_tool", version: "1.0.0" });
    expect(listed[0]?.operations[0]).toMatchObject({
      name: "add",
      input_schema: {
        type: "object",
        properties: { a: { type: "number" }, b: { type: "number", default: 1 } },
        required: ["a"],
      },
      output_schema: { type: "number" },
      annotations: { readOnly: true },
    });
  });

  it("[LIB-1] refuses bad definitions, with every problem at once", () => {
    const broken = { description: "x", inputSchema: undefined, execute: 1 } as never;
    expect(() =>
      defineTool({
        name: "constructor",
        description: "",
        version: "",
        operations: { toString: broken, "a b": broken },
      }),
    ).toThrow(/name: .*version: .*operations\.toString.*inputSchema.*execute.*operations\.a b/);
    const threaded = defineOperation({ description: "x", inputSchema: {}, runsOn: "thread", execute: () => 1 });
    expect(() => defineTool({ name: "t", description: "", version: "1", operations: { threaded } })).toThrow(
      /module: import\.meta\.url/,
    );
  });
});

describe("executor types", () => {
  it("[INT-5] are registered, named by calls, steps and operations, and removed at run time", async () => {
    const { tools } = createTestTools();
    await using executor = createExecutor({ tools });
    const remote = { execute: () => "remote", executeAsync: async (_tool: unknown, name: string) => `remote ${name}` };
    executor.registerExecutor("remote", remote);
    expect(executor.listExecutors()).toEqual(["main", "thread", "remote"]);
    expect(await executor.executeOperation("text_tool.echo", { value: 1 }, { executor: "remote" })).toBe("remote echo");
    const { results } = await executor.executePlan([
      { operation: "text_tool.echo", params: { value: 1 }, executor: "remote" },
    ]);
    expect(results[0]?.result).toBe("remote echo");
    expect(() => executor.registerExecutor("broken", { execute: () => 1 } as never)).toThrow(
      "Not an IToolExecutor: missing executeAsync()",
    );
    expect(executor.unregisterExecutor("remote")).toBe(true);
    expect(executor.unregisterExecutor("main")).toBe(false);
    const gone = executor.executeOperation("text_tool.echo", { value: 1 }, { executor: "remote" });
    await expect(gone).rejects.toMatchObject({
      code: "E001",
      message: expect.stringContaining("Unknown executor type 'remote'"),
    });
  });

  it("[INT-5] [INT-4] stand behind the unified door together with named tasks", async () => {
    const { tools } = createTestTools();
    const plan = { steps: [{ operation: "math_tool.add", params: { a: "$input.a" } }] };
    await using service = new ServiceExecutor(
      createExecutor({ tools, plans: { increase: plan }, config: { rate_limit_requests_per_second: 0 } }),
    );
    expect(await service.executeOperation("math_tool.add", { a: 1 })).toBe(2);
    expect(await service.executeTask("increase", { a: 5 }, { userId: "ann" })).toMatchObject({
      status: "completed",
      output: 6,
    });
    expect(await service.executeTask("math_tool.add", { a: 2 })).toBe(3);
    const results = await service.batchExecuteTasks([
      { taskName: "increase", inputData: { a: 1 } },
      { taskName: "unknown" },
    ]);
    expect(results[0]).toMatchObject({ output: 2 });
    expect(results[1]).toMatchObject({ code: "E001" });
    expect(await service.batchExecuteOperations([{ operation: "math_tool.add", params: { a: 1 } }])).toEqual([2]);
  });
});

describe("construction", () => {
  it("[OE-11] works from parts", async () => {
    const toolExecutor = new ToolExecutor({ tools: createTestTools().tools });
    await using executor = new OperationExecutor(toolExecutor, new ExecutionUtils(), {
      rate_limit_requests_per_second: 10,
    });
    expect(await executor.executeOperation("math_tool.add", { a: 1 })).toBe(2);
    expect(executor.getStats().config.rate_limit).toBe(10);
  });

  it("[OE-12] names every bad key and value of a config", () => {
    const bad = {
      batch_siz: 1,
      rate_limit_requests_per_second: -1,
      enable_cache: "yes",
      retry: { max_attempts: 0 },
      limits: { max_rows: 0 },
    };
    expect(() => createExecutor({ config: bad as never })).toThrow(
      "Invalid config: batch_siz: unknown key, did you mean batch_size?; rate_limit_requests_per_second: expected a number of at least 0, or null, received -1; " +
        'enable_cache: expected true or false, received "yes"; retry.max_attempts: expected a whole number of at least 1, received 0; limits.max_rows: expected a whole number of at least 1, received 0',
    );
  });

  it("[OE-12] takes config over environment over defaults", () => {
    const environment = {
      TOOL_EXECUTOR_CACHE_SIZE: "7",
      TOOL_EXECUTOR_TIMEOUT: "2",
      TOOL_EXECUTOR_RETRY_ATTEMPTS: "4",
    };
    expect(configFromEnvironment(environment)).toEqual({ cache_size: 7, timeout_ms: 2000, retry: { max_attempts: 4 } });
    expect(resolveConfig({ ...configFromEnvironment(environment), cache_size: 9 })).toMatchObject({
      cache_size: 9,
      timeout_ms: 2000,
      batch_size: 10,
    });
    expect(() =>
      configFromEnvironment({ TOOL_EXECUTOR_CACHE_SIZE: "many", TOOL_EXECUTOR_ENABLE_CACHE: "perhaps" }),
    ).toThrow(
      'Invalid environment: TOOL_EXECUTOR_CACHE_SIZE: expected a number, received "many"; TOOL_EXECUTOR_ENABLE_CACHE: expected true or false, received "perhaps"',
    );
  });

  it("cancels what runs when it is disposed", async () => {
    const executor = createExecutor({ tools: createTestTools().tools });
    const running = executor
      .executeOperation("text_tool.sleep", { ms: 10_000 }, { taskId: "t1" })
      .catch((error: unknown) => error);
    await executor[Symbol.asyncDispose]();
    expect(await running).toBeInstanceOf(CancelledError);
  });
});

describe("the tool executor alone", () => {
  it("[INT-2] runs synchronous operations at once, and refuses asynchronous ones clearly", async () => {
    const { tools, mathTool, textTool } = createTestTools();
    const alone = new ToolExecutor({ tools });
    expect(alone.execute(mathTool, "add", { a: 1 })).toBe(2);
    expect(() => alone.execute(mathTool, "add", { a: "x" })).toThrow(/Invalid parameters for math_tool.add/);
    expect(() => alone.execute(textTool, "fail", {})).toThrow("Error executing fail: broken");
    expect(() => alone.execute(textTool, "sleep", { ms: 1 })).toThrow(/asynchronous .* use executeAsync/);
    expect(await alone.executeAsync(textTool, "sleep", { ms: 1 })).toBe(1);
    await expect(alone.executeAsync(textTool, "context", { nope: 1 })).rejects.toMatchObject({ code: "E001" });
  });
});

describe("the tool cache", () => {
  it("[OE-10] takes what the forgotten instances answered out of the result cache", async () => {
    const { tools, journal } = createTestTools();
    await using executor = createExecutor({ tools });
    const add = () => executor.executeOperation("math_tool.cached_add", { a: 1, b: 2 });
    await add();
    executor.clearToolCache();
    await add();
    expect(journal).toHaveLength(2);
  });
});
