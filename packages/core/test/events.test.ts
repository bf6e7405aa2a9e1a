import { createExecutor, defineOperation, defineTool, type TaskEvent } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createTestTools } from "./fixtures/test-tools.ts";

const progressTool = defineTool({
  name: "slow",
  description: "Tells how far it is",
  version: "1.0.0",
  operations: {
    count: defineOperation({
      description: "Counts.",
      inputSchema: z.object({}),
      annotations: { readOnly: true },
      execute: (_params, { progress }) => {
        for (const [done, fraction] of [0.5, 2].entries()) progress(fraction, `part ${done}`);
        return "done";
      },
    }),
  },
});

function setUp() {
  const { tools } = createTestTools();
  const logged: object[] = [];
  const ignore = () => undefined;
  const logger = {
    debug: ignore,
    info: ignore,
    warn: ignore,
    error: (fields: object) => logged.push(fields),
    isLevelEnabled: () => false,
  };
  const executor = createExecutor({
    tools: [...tools, progressTool],
    config: { rate_limit_requests_per_second: 0 },
    logger,
    environment: {},
  });
  const events: TaskEvent[] = [];
  executor.on("*", (event) => events.push(event));
  return { executor, events, logged };
}

const typesOf = (events: readonly TaskEvent[]) =>
  events.map(({ type, stepIndex }) => (stepIndex === null ? type : `${type} ${stepIndex}`));

describe("events", () => {
  it("[EVT-1] tell a task from its start to its end, with sequences from 1 without gaps", async () => {
    const { executor, events } = setUp();
    await using _ = executor;
    await executor.executeOperationsSequence(
      [
        { operation: "slow.count" },
        { operation: "text_tool.fail" },
        { operation: "text_tool.echo", params: { value: "$result[1]" } },
      ],
      "ann",
      "t1",
    );
    expect(typesOf(events)).toEqual([
      "task.started",
      "step.started 0",
      "step.progressed 0",
      "step.progressed 0",
      "step.completed 0",
      "task.progressed",
      "step.started 1",
      "step.failed 1",
      "task.progressed",
      "step.cancelled 2",
      "task.progressed",
      "task.completed",
    ]);
    expect(events.map((event) => event.sequence)).toEqual(events.map((_event, index) => index + 1));
    expect(events[2]).toMatchObject({
      taskId: "t1",
      userId: "ann",
      operation: "slow.count",
      fraction: 0.5,
      message: "part 0",
    });
    expect(events[3]).toMatchObject({ fraction: 1 });
    expect(events[5]).toMatchObject({ stepIndex: null, operation: null, ended: 1, steps: 3 });
    expect(events[7]).toMatchObject({
      operation: "text_tool.fail",
      error: { code: "E003", message: "Error executing fail: broken" },
    });
    expect(JSON.stringify(events)).not.toContain("stack");
  });

  it("[EVT-1] give every call a task of its own, with a generated id where none is given", async () => {
    const { executor, events } = setUp();
    await using _ = executor;
    await executor.executeOperation("math_tool.add", { a: 1 });
    await executor.executeOperation("math_tool.add", { a: 1 });
    const ids = new Set(events.map((event) => event.taskId));
    expect(ids.size).toBe(2);
    expect(typesOf(events).slice(0, 4)).toEqual([
      "task.started",
      "step.started 0",
      "step.completed 0",
      "task.completed",
    ]);
  });

  it("[EVT-1] tell a hit besides the start and the end of its step", async () => {
    const { executor, events } = setUp();
    await using _ = executor;
    await executor.executeOperation("math_tool.cached_add", { a: 1, b: 2 });
    events.length = 0;
    await executor.executeOperation("math_tool.cached_add", { a: 1, b: 2 });
    expect(typesOf(events)).toEqual([
      "task.started",
      "step.started 0",
      "operation.cached 0",
      "step.completed 0",
      "task.completed",
    ]);
  });

  it("[EVT-1] end a task as failed when a failure stopped it or every step failed", async () => {
    const { executor, events } = setUp();
    await using _ = executor;
    const ends: string[] = [];
    executor.on("task.failed", ({ error }) => ends.push(`failed ${error?.code}`));
    executor.on("task.completed", () => ends.push("completed"));
    await executor.executeParallelOperations([
      { operation: "text_tool.fail" },
      { operation: "math_tool.add", params: { a: 1 } },
    ]);
    await executor.executeParallelOperations([{ operation: "text_tool.fail" }]);
    await executor.executeOperationsSequence(
      [{ operation: "math_tool.add", params: { a: 1 } }, { operation: "text_tool.fail" }],
      "ann",
      "t1",
      { stopOnFailure: true },
    );
    await executor.executeOperation("text_tool.fail").catch(() => undefined);
    expect(ends).toEqual(["completed", "failed E003", "failed E003", "failed E003"]);
    expect(events.length).toBeGreaterThan(0);
  });

  it("[EVT-1] hurt nobody when a listener throws or rejects", async () => {
    const { executor, events, logged } = setUp();
    await using _ = executor;
    executor.on("step.started", () => {
      throw new Error("listener broke");
    });
    executor.on("step.completed", async () => {
      throw new Error("listener broke later");
    });
    expect(await executor.executeOperation("math_tool.add", { a: 1 })).toBe(2);
    await Promise.resolve();
    expect(logged).toHaveLength(2);
    expect(events).toHaveLength(4);
  });

  it("end with the function that `on` returns", async () => {
    const { executor } = setUp();
    await using _ = executor;
    let heard = 0;
    const off = executor.on("task.started", () => (heard += 1));
    await executor.executeOperation("math_tool.add", { a: 1 });
    off();
    off();
    await executor.executeOperation("math_tool.add", { a: 1 });
    expect(heard).toBe(1);
  });

  it("[EVT-2] come one by one from a stream, which ends after the task's last", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const seen: TaskEvent[] = [];
    for await (const event of executor.stream({ steps: [{ operation: "slow.count" }] })) seen.push(event);
    expect(typesOf(seen)).toEqual([
      "task.started",
      "step.started 0",
      "step.progressed 0",
      "step.progressed 0",
      "step.completed 0",
      "task.completed",
    ]);
    expect(seen.map((event) => event.sequence)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("[EVT-2] cancel the run when the loop is left", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const startedAt = performance.now();
    for await (const event of executor.stream({ steps: [{ operation: "text_tool.sleep", params: { ms: 5000 } }] })) {
      if (event.type === "step.started") break;
    }
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  it("[EVT-2] reject with what is wrong with the plan", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const steps = [{ operation: "text_tool.echo", params: { value: "$result[7]" } }];
    await expect(executor.stream({ steps }).next()).rejects.toMatchObject({ code: "E001" });
  });
});
