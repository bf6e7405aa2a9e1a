import { createExecutor, defineOperation, defineTool } from "@aiecs/core";
import { SpanStatusCode } from "@opentelemetry/api";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { registerFakeTelemetry } from "./fixtures/fake-telemetry.ts";
import { createTestTools } from "./fixtures/test-tools.ts";

const { spans, durations, instruments } = registerFakeTelemetry();

const nestingTool = defineTool({
  name: "nesting",
  description: "Calls another operation",
  version: "1.0.0",
  operations: {
    outer: defineOperation({
      description: "Calls.",
      inputSchema: z.object({}),
      execute: (_params, { call }) => call("math_tool.add", { a: 1 }),
    }),
  },
});

function setUp() {
  const tools = [...createTestTools().tools, nestingTool];
  return createExecutor({ tools, config: { rate_limit_requests_per_second: 0 }, environment: {} });
}

const familyOf = () => spans.map(({ name, parent }) => [name, parent]);

describe("telemetry", () => {
  beforeEach(() => {
    spans.length = 0;
    durations.length = 0;
  });

  it("[OTEL-1] gives each task, operation and attempt a span of its own, one within the other", async () => {
    await using executor = setUp();
    await executor.executeOperation("math_tool.add", { a: 1 }, { taskId: "t1" });
    expect(familyOf()).toEqual([
      ["invoke_workflow", undefined],
      ["execute_tool math_tool.add", "invoke_workflow"],
      ["attempt math_tool.add", "execute_tool math_tool.add"],
    ]);
    expect(spans.map(({ attributes }) => attributes)).toEqual([
      { "gen_ai.operation.name": "invoke_workflow", "aiecs.task.id": "t1", "aiecs.steps": 1 },
      {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "math_tool.add",
        "gen_ai.tool.type": "function",
        "aiecs.step.index": 0,
      },
      { "aiecs.attempt": 1 },
    ]);
    expect(spans.every(({ ended, status }) => ended === 1 && status === undefined)).toBe(true);
  });

  it("[OTEL-1] puts the steps of a list under one task, and a nested call under the attempt that made it", async () => {
    await using executor = setUp();
    await executor.executeParallelOperations([
      { operation: "nesting.outer" },
      { operation: "math_tool.add", params: { a: 1 } },
    ]);
    const roots = spans.filter(({ parent }) => parent === undefined);
    expect(roots).toMatchObject([{ name: "invoke_workflow", attributes: { "aiecs.steps": 2 } }]);
    expect(familyOf()).toContainEqual(["execute_tool math_tool.add", "attempt nesting.outer"]);
    expect(familyOf()).toContainEqual(["execute_tool math_tool.add", "invoke_workflow"]);
  });

  it("[OTEL-1] marks what failed, attempt by attempt, with the error and its code", async () => {
    await using executor = setUp();
    const work = executor.executeOperation("text_tool.fail", {}, { retry: { maxAttempts: 2, backoffMs: 1 } });
    await expect(work).rejects.toMatchObject({ code: "E005" });
    const ends = spans.map(({ name, attributes }) => [name, attributes["aiecs.attempt"], attributes["error.type"]]);
    expect(ends).toEqual([
      ["invoke_workflow", undefined, "E005"],
      ["execute_tool text_tool.fail", undefined, "E005"],
      ["attempt text_tool.fail", 1, "E003"],
      ["attempt text_tool.fail", 2, "E003"],
    ]);
    for (const { status, exceptions, ended } of spans) {
      expect(status).toMatchObject({ code: SpanStatusCode.ERROR, message: expect.stringContaining("broken") });
      expect(exceptions).toHaveLength(1);
      expect(ended).toBe(1);
    }
  });

  it("[OTEL-1] measures durations in seconds, with the code of what failed, by one instrument", async () => {
    await using executor = setUp();
    await executor.executeOperation("text_tool.sleep", { ms: 20 });
    await executor.executeOperation("text_tool.fail").catch(() => undefined);
    expect(durations[0]?.value).toBeGreaterThan(0.015);
    expect(durations[0]?.value).toBeLessThan(5);
    expect(durations.map(({ attributes }) => attributes)).toEqual([
      { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "text_tool.sleep" },
      { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "text_tool.fail", "error.type": "E003" },
    ]);
    expect(instruments).toEqual(["gen_ai.client.operation.duration"]);
  });
});
