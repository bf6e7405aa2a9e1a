import { createExecutor, defineOperation, defineTool } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const mathTool = defineTool({
  name: "math_tool",
  description: "Arithmetic.",
  version: "1.0.0",
  operations: {
    add: defineOperation({
      description: "Adds.",
      inputSchema: z.strictObject({ a: z.number(), b: z.number() }),
      execute: ({ a, b }) => ({ sum: a + b }),
    }),
    say: defineOperation({ description: "Says.", inputSchema: z.object({}), execute: () => "hello" }),
    count: defineOperation({ description: "Counts.", inputSchema: z.object({}), execute: () => ({ n: 2n ** 64n }) }),
    whose: defineOperation({
      description: "Says who calls.",
      inputSchema: z.object({}),
      execute: (_params, { userId, taskId }) => ({ userId, taskId }),
    }),
    a_very_long_operation_name_that_no_provider_would_ever_take_as_a_function: defineOperation({
      description: "Long.",
      inputSchema: z.object({}),
      execute: () => "long",
    }),
  },
});

const execute = () => createExecutor({ tools: [mathTool], config: { rate_limit_requests_per_second: null } });

describe("[MCP-1] batchToolCalls in the formats of providers", () => {
  it("answers calls of OpenAI's chat completions", async () => {
    await using executor = execute();
    const call = (id: string, name: string, text: string) =>
      ({ id, type: "function", function: { name, arguments: text } }) as const;
    const answers = await executor.batchToolCalls([
      call("call_1", "math_tool__add", '{"a":1,"b":2}'),
      call("call_2", "math_tool__say", ""),
      call("call_3", "math_tool__add", '{"a":1,'),
      call("call_4", "math_tool__add", '{"a":"x"}'),
    ]);
    expect(answers.slice(0, 2)).toEqual([
      { role: "tool", tool_call_id: "call_1", content: '{"sum":3}' },
      { role: "tool", tool_call_id: "call_2", content: "hello" },
    ]);
    const errors = answers.slice(2).map((answer) => JSON.parse((answer as { content: string }).content).error);
    expect(errors[0]).toMatchObject({ code: "E001", message: expect.stringContaining("expected JSON") });
    expect(errors[1]).toMatchObject({ code: "E001", details: { problems: expect.any(Array) } });
  });

  it("answers calls of OpenAI's responses", async () => {
    await using executor = execute();
    const call = { type: "function_call", call_id: "c1", name: "math_tool__add", arguments: '{"a":1,"b":2}' } as const;
    expect(await executor.batchToolCalls([call])).toEqual([
      { type: "function_call_output", call_id: "c1", output: '{"sum":3}' },
    ]);
  });

  it("answers calls of Anthropic, errors as errors", async () => {
    await using executor = execute();
    const call = (id: string, name: string, input: unknown) => ({ type: "tool_use", id, name, input }) as const;
    const answers = await executor.batchToolCalls([
      call("t1", "math_tool__add", { a: 1, b: 2 }),
      call("t2", "math_tool__subtract", {}),
      call("t3", "nonsense", {}),
      call("t4", "math_tool__add", [1]),
    ]);
    expect(answers[0]).toEqual({ type: "tool_result", tool_use_id: "t1", content: '{"sum":3}' });
    for (const [index, expected] of ["not found", "Unknown tool name", "expected an object"].entries()) {
      expect(answers[index + 1]).toMatchObject({
        type: "tool_result",
        tool_use_id: `t${index + 2}`,
        is_error: true,
        content: expect.stringContaining(expected),
      });
    }
  });

  it("answers calls of the AI SDK", async () => {
    await using executor = execute();
    const call = (toolName: string, input: unknown) =>
      ({ type: "tool-call", toolCallId: toolName, toolName, input }) as const;
    const answers = await executor.batchToolCalls([
      call("math_tool__count", {}),
      call("math_tool__say", undefined),
      call("math_tool__add", {}),
    ]);
    expect(answers).toMatchObject([
      { type: "tool-result", output: { type: "json", value: { n: "18446744073709551616" } } },
      { type: "tool-result", toolName: "math_tool__say", output: { type: "text", value: "hello" } },
      { type: "tool-result", output: { type: "error-json", value: { code: "E001" } } },
    ]);
  });

  it("takes every name the definitions give, and formats side by side", async () => {
    await using executor = execute();
    const { definitionName } = await import("@aiecs/core");
    const long = definitionName(
      "math_tool",
      "a_very_long_operation_name_that_no_provider_would_ever_take_as_a_function",
    );
    expect(long).toHaveLength(64);
    const answers = await executor.batchToolCalls([
      { type: "tool_use", id: "t1", name: long, input: {} },
      { tool: "math_tool", params: { op: "add", a: 2, b: 2 } },
    ]);
    expect(answers).toEqual([{ type: "tool_result", tool_use_id: "t1", content: "long" }, { sum: 4 }]);
  });

  it("lets no model say who calls", async () => {
    await using executor = execute();
    const call = {
      type: "tool_use",
      id: "t",
      name: "math_tool__whose",
      input: { user_id: "eve", task_id: "x" },
    } as const;
    const [answer] = await executor.batchToolCalls([call]);
    const { userId, taskId } = JSON.parse((answer as { content: string }).content);
    expect(userId).toBeUndefined();
    expect(taskId).not.toBe("x");
  });

  it("gives calls to a function of the caller's too, with the operation split off the name", async () => {
    await using executor = execute();
    const answers = await executor.batchToolCalls(
      [{ type: "tool_use", id: "t", name: "crm__find", input: { q: "x" } }],
      (tool, params) => ({ tool, params }),
    );
    expect(answers).toEqual([
      { type: "tool_result", tool_use_id: "t", content: '{"tool":"crm","params":{"op":"find","q":"x"}}' },
    ]);
  });
});
