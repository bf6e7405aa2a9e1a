import { createExecutor, defineOperation, defineTool, type ToolContext } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createTestTools, unchecked } from "./fixtures/test-tools.ts";

/** A tool that keeps what its calls saw of themselves. */
function createWitness() {
  const seen: { key: string; user: string | undefined; task: string; step: number; attempt: number }[] = [];
  const note = ({ idempotencyKey: key, userId: user, taskId: task, stepIndex: step, attempt }: ToolContext) =>
    void seen.push({ key, user, task, step, attempt });
  const tool = defineTool({
    name: "witness",
    description: "Sees its context",
    version: "1.0.0",
    operations: {
      see: defineOperation({
        description: "Sees.",
        inputSchema: z.object({ value: z.unknown().optional() }),
        execute: (_params, context) => note(context),
      }),
      nest: defineOperation({
        description: "Sees, then calls others.",
        inputSchema: z.object({ params: z.unknown().optional() }),
        execute: async ({ params }, context) => {
          note(context);
          await Promise.all([context.call("witness.see", params as object), context.call("witness.see")]);
        },
      }),
      flaky: defineOperation({
        description: "Works at the second attempt.",
        inputSchema: z.object({}),
        annotations: { idempotent: true },
        retry: { maxAttempts: 2, backoffMs: 1 },
        execute: async (_params, context) => {
          note(context);
          await context.call("witness.see");
          if (context.attempt === 1) throw new Error("busy");
        },
      }),
    },
  });
  return { tool, seen };
}

function setUp() {
  const { tool, seen } = createWitness();
  const tools = [...createTestTools().tools, tool];
  return { executor: createExecutor({ tools, config: { rate_limit_requests_per_second: 0 }, environment: {} }), seen };
}

const see = (params: Record<string, unknown> = {}) => ({ operation: "witness.see", params });

describe("what an operation sees of its call", () => {
  it("has the step's own index in this call, also behind earlier results, and attempts from 1", async () => {
    const { executor, seen } = setUp();
    await using _ = executor;
    const previous = await executor.executeParallelOperations([see(), see()]);
    seen.length = 0;
    const saved: number[] = [];
    const saveCallback = (_user: unknown, _task: unknown, index: number) => saved.push(index);
    await executor.executeOperationsSequence([see(), see()], "ann", "t1", { previous, saveCallback });
    expect(seen).toEqual([
      { key: "t1:0", user: "ann", task: "t1", step: 0, attempt: 1 },
      { key: "t1:1", user: "ann", task: "t1", step: 1, attempt: 1 },
    ]);
    expect(saved).toEqual([0, 1]);
  });

  it("has a key that stays the same over attempts, and differs between everything that is done once each", async () => {
    const { executor, seen } = setUp();
    await using _ = executor;
    await executor.executePlan(
      [
        { operation: "witness.flaky" },
        { operation: "witness.see", each: ["a", "b"] },
        { operation: "witness.nest", each: [1, 2] },
      ],
      { taskId: "t1" },
    );
    const keys = seen.map(({ key }) => key);
    expect(keys.filter((key) => key.startsWith("t1:0"))).toEqual(["t1:0", "t1:0/0", "t1:0", "t1:0/0"]);
    expect(keys.filter((key) => !key.startsWith("t1:0")).sort()).toEqual(
      ["t1:1[0]", "t1:1[1]", "t1:2[0]", "t1:2[0]/0", "t1:2[0]/1", "t1:2[1]", "t1:2[1]/0", "t1:2[1]/1"].sort(),
    );
  });

  it("is the caller's own for nested calls, whose parameters are data and free of system parameters", async () => {
    const { executor, seen } = setUp();
    await using _ = executor;
    const params = { params: { value: "plain", user_id: "mallory", op: "x" } };
    await executor.executeOperation(unchecked("witness.nest"), params, { userId: "ann", taskId: "t1" });
    expect(seen.map(({ user, task }) => [user, task])).toEqual(Array.from({ length: 3 }, () => ["ann", "t1"]));
    const broken = executor.executeOperation(unchecked("witness.nest"), { params: "text" });
    await expect(broken).rejects.toThrow("Invalid parameters for witness.see: expected an object, received string");
  });
});

describe("the user and the task of a call", () => {
  it("[PAR-1] stand for the whole call when its parameters name them: in events, and to be cancelled by", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const owners = new Set<string>();
    executor.on("*", ({ userId, taskId }) => owners.add(`${userId} ${taskId}`));
    const work = executor.executeOperation("text_tool.sleep", { ms: 5000, user_id: "ann", task_id: "t1" });
    expect(executor.cancelTask("t1")).toBe(true);
    await expect(work).rejects.toMatchObject({ code: "E004" });
    expect([...owners]).toEqual(["ann t1"]);
  });

  it("[PAR-1] [CACHE-1] can be numbers, which are told apart as well, and nothing else", async () => {
    const { executor, seen } = setUp();
    await using _ = executor;
    const add = (user_id: unknown) =>
      executor.executeOperation(unchecked("math_tool.cached_add"), { a: 1, b: 2, user_id });
    for (const user of [7, 8, "7"]) await add(user);
    expect(executor.getStats().cache).toMatchObject({ hits: 1, misses: 2 });
    await executor.executeOperation(unchecked("witness.see"), { user_id: 9n, task_id: 3 });
    expect(seen).toMatchObject([{ user: "9", task: "3" }]);
    for (const user of [{}, true, ["ann"]]) {
      await expect(add(user)).rejects.toMatchObject({
        code: "E001",
        message: expect.stringMatching(/^user_id: expected a text or a number, received (object|boolean)$/),
      });
    }
    await add(null);
  });

  it("[PAR-1] can be references, which name nobody before they are resolved", async () => {
    const { executor, seen } = setUp();
    await using _ = executor;
    const users = { first: "ann", second: "bob" };
    const add = (user: string) => ({ operation: "math_tool.cached_add", params: { a: 1, b: 2, user_id: user } });
    await executor.executePlan([add("$input.first"), add("$input.second"), see({ user_id: "$input.first" })], {
      input: users,
    });
    await executor.executeOperation(unchecked("witness.see"), { user_id: "$input.second" }, { input: users });
    expect(executor.getStats().cache).toMatchObject({ hits: 0, misses: 2 });
    expect(seen.map(({ user }) => user)).toEqual(["ann", "bob"]);
  });

  it("can be learned from an event and cancelled by, where the caller named no task", async () => {
    const { executor } = setUp();
    await using _ = executor;
    executor.on("step.started", ({ taskId }) => expect(executor.cancelTask(taskId)).toBe(true));
    await expect(executor.executeOperation("text_tool.sleep", { ms: 5000 })).rejects.toMatchObject({ code: "E004" });
    const results = await executor.executeParallelOperations([{ operation: "text_tool.sleep", params: { ms: 5000 } }]);
    expect(results[0]).toMatchObject({ status: "cancelled" });
  });
});

describe("parameters", () => {
  it("are refused when they nest too deep or have no end, in every mode", async () => {
    const { executor } = setUp();
    await using _ = executor;
    let deep: unknown = "bottom";
    for (let depth = 0; depth < 70; depth++) deep = [deep];
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    for (const value of [deep, cyclic]) {
      await expect(executor.executeOperation("text_tool.echo", { value })).rejects.toMatchObject({ code: "E001" });
      await expect(
        executor.executeOperationsSequence([{ operation: "text_tool.echo", params: { value } }]),
      ).rejects.toMatchObject({ code: "E001" });
    }
  });
});
