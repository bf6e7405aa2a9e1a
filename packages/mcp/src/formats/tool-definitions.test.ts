import { createExecutor, defineOperation, defineTool, type ToolListing } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createMcpServer } from "#server/create-server.ts";
import { shopTool } from "#testing-fixtures/shop-tool.ts";
import { toAiSdkTools } from "./ai-sdk-tools.ts";
import { toAnthropicTools, toOpenAiTools, toolDefinitions } from "./tool-definitions.ts";

const schema = { type: "object", properties: { a: { type: "number" } }, required: ["a"] };
const tools: readonly ToolListing[] = [
  {
    name: "math_tool",
    aliases: [],
    description: "Arithmetic",
    version: "1.0.0",
    operations: [
      {
        name: "add",
        description: "Adds.",
        input_schema: schema,
        output_schema: { type: "object" },
        annotations: { readOnly: true },
        weight: "fast",
        runs_on: "main",
        examples: [],
      },
      {
        name: "free",
        description: "Takes anything.",
        input_schema: {},
        output_schema: { type: "number" },
        annotations: {},
        weight: "fast",
        runs_on: "main",
        examples: [],
      },
    ],
  },
];

describe("toolDefinitions", () => {
  it("gives OpenAI functions with their parameters", () => {
    expect(toolDefinitions(tools, "openai")).toMatchObject([
      { type: "function", function: { name: "math_tool__add", description: "Adds.", parameters: schema } },
      { type: "function", function: { name: "math_tool__free", parameters: { type: "object" } } },
    ]);
  });

  it("gives Anthropic tools with their input schema", () => {
    expect(toolDefinitions(tools, "anthropic")).toMatchObject([
      { name: "math_tool__add", description: "Adds.", input_schema: schema },
      { name: "math_tool__free", input_schema: { type: "object" } },
    ]);
  });

  it("gives MCP tools with every hint written out, and an output schema only where results are objects", () => {
    expect(toolDefinitions(tools, "mcp")).toEqual([
      {
        name: "math_tool__add",
        title: "math_tool.add",
        description: "Adds.",
        inputSchema: schema,
        outputSchema: { type: "object" },
        annotations: { readOnlyHint: true, idempotentHint: false, destructiveHint: false },
      },
      {
        name: "math_tool__free",
        title: "math_tool.free",
        description: "Takes anything.",
        inputSchema: { type: "object" },
        annotations: { readOnlyHint: false, idempotentHint: false, destructiveHint: false },
      },
    ]);
  });

  it("gives the AI SDK an object of tools by name", () => {
    expect(toolDefinitions(tools, "ai-sdk")).toEqual({
      math_tool__add: { description: "Adds.", inputSchema: schema },
      math_tool__free: { description: "Takes anything.", inputSchema: { type: "object" } },
    });
  });
});

describe("[MCP-1] operations as tools of providers", () => {
  it("can be a part of what an executor has", async () => {
    await using executor = createExecutor({ tools: [shopTool] });
    const onlyReading = toOpenAiTools(executor.registry, (_spec, { annotations }) => annotations.readOnly === true);
    expect(onlyReading.map((tool) => tool.function.name)).toEqual(["shop_tool__list_orders", "shop_tool__sum_totals"]);
    expect(toAnthropicTools(executor.registry, (spec) => spec === "shop_tool.draw")).toHaveLength(1);
  });

  it("have names of at most 64 characters that lead back to the operation, through batchToolCalls", async () => {
    const operation = {
      description: "Says its name.",
      inputSchema: { type: "object" },
      execute: () => "here",
    } as const;
    const longTool = defineTool({
      name: "a_tool_with_quite_a_long_name_that_goes_on",
      description: "Long.",
      version: "1.0.0",
      operations: { and_an_operation_that_has_one_as_well: operation },
    });
    await using executor = createExecutor({ tools: [longTool] });
    const [tool] = toAnthropicTools(executor.registry);
    expect(tool?.name).toMatch(/^[A-Za-z0-9_-]{64}$/);
    const answers = await executor.batchToolCalls([{ type: "tool_use", id: "1", name: tool?.name ?? "", input: {} }]);
    expect(answers).toEqual([{ type: "tool_result", tool_use_id: "1", content: "here" }]);
  });

  it("run through the executor as tools of the AI SDK, and stop with its signal", async () => {
    await using executor = createExecutor({ tools: [shopTool] });
    const tools = toAiSdkTools(executor, { options: { userId: "ann" } });
    expect(tools.shop_tool__sum_totals?.inputSchema.jsonSchema).toMatchObject({ type: "object", required: ["orders"] });
    expect(await tools.shop_tool__sum_totals?.execute({ orders: [{ total: 5 }] })).toEqual({ sum: 5, count: 1 });
    expect(await tools.shop_tool__whose?.execute({ user_id: "eve" })).toEqual({ user: "ann" });
    await expect(tools.shop_tool__list_orders?.execute({ count: "x" })).rejects.toMatchObject({ code: "E001" });
    const stop = new AbortController();
    const waiting = tools.shop_tool__wait?.execute({}, { abortSignal: stop.signal });
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: "E004" });
  });

  it("come from executors that know their operations' types, too", async () => {
    const operation = defineOperation({
      description: "Doubles.",
      inputSchema: z.object({ n: z.number() }),
      execute: ({ n }) => n * 2,
    });
    const tool = defineTool({ name: "typed", description: "Typed.", version: "1.0.0", operations: { operation } });
    await using executor = createExecutor({ tools: [tool] });
    createMcpServer({ executor });
    expect(await toAiSdkTools(executor).typed__operation?.execute({ n: 4 })).toBe(8);
  });
});
