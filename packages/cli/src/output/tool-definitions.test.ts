import type { ToolListing } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { toolDefinitions } from "./tool-definitions.ts";

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
