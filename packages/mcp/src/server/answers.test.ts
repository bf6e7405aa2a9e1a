import { createExecutor, defineTool } from "@aiecs/core";
import { Client, InMemoryTransport } from "@modelcontextprotocol/client";
import { describe, expect, it } from "vitest";
import { createMcpServer } from "./create-server.ts";

const odd: Readonly<Record<string, () => unknown>> = {
  bigint: () => ({ big: 12_345_678_901_234_567_890n }),
  circular: () => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    return circle;
  },
  trap: () => ({
    toJSON: () => {
      throw new Error("no JSON of this");
    },
  }),
  deep: () => {
    let value: unknown = 1;
    for (let depth = 0; depth < 20_000; depth += 1) value = [value];
    return value;
  },
};

async function connect() {
  const oddTool = defineTool({
    name: "odd_tool",
    description: "Gives what JSON does not know.",
    version: "1.0.0",
    operations: {
      give: {
        description: "",
        inputSchema: { type: "object", properties: { kind: { type: "string" } } },
        execute: ({ kind = "" }: { kind?: string }) => odd[kind]?.(),
      },
    },
  });
  const executor = createExecutor({ tools: [oddTool], environment: {} });
  const logger = {
    debug() {},
    info() {},
    warn() {},
    error() {},
    isLevelEnabled: () => false,
  };
  const server = createMcpServer({ executor, logger });
  const client = new Client({ name: "test", version: "1.0.0" });
  const [near, far] = InMemoryTransport.createLinkedPair();
  await server.connect(far);
  await client.connect(near);
  return {
    call: (name: string, args: Record<string, unknown>) =>
      client.callTool({ name, arguments: args }, { timeout: 10_000 }),
    async [Symbol.asyncDispose]() {
      await client.close();
      await executor[Symbol.asyncDispose]();
    },
  };
}

const told: readonly (readonly [string, unknown])[] = [
  ["bigint", { result: { big: "12345678901234567890" } }],
  ["circular", { unreadable: expect.stringContaining("cannot be written as JSON") }],
  ["trap", { unreadable: "The result cannot be written as JSON: no JSON of this" }],
  ["deep", expect.anything()],
];

describe("answers of results that JSON does not know", () => {
  it.each(told)("[MCP-1] are answers: %s", async (kind, expected) => {
    await using open = await connect();
    const answer = await open.call("run_operation", { operation: "odd_tool.give", params: { kind } });
    expect(() => structuredClone(JSON.parse(JSON.stringify(answer)))).not.toThrow();
    expect(answer.isError).toBeFalsy();
    expect(answer.structuredContent).toEqual(expected);
  });
});

describe("plans given as text", () => {
  it("[SEC-1] are refused when they nest deeper than any body may", async () => {
    await using open = await connect();
    const plan = `{"steps":[{"operation":"odd_tool.give","params":{"kind":${"[".repeat(20_000)}${"]".repeat(20_000)}}}]}`;
    const answer = await open.call("run_plan", { plan });
    expect(answer.isError).toBe(true);
    expect(answer.structuredContent).toMatchObject({
      error: {
        code: "E001",
        problems: expect.arrayContaining([{ path: expect.anything(), message: expect.stringContaining("deep") }]),
      },
    });
  });
});
