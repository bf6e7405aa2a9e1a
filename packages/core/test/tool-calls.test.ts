import { createExecutor } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { createTestTools } from "./fixtures/test-tools.ts";

function setUp() {
  const { tools, journal } = createTestTools();
  return {
    executor: createExecutor({ tools, config: { rate_limit_requests_per_second: 0 }, environment: {} }),
    journal,
  };
}

describe("tool calls", () => {
  it("[OE-5] run the operation that `op` names", async () => {
    await using executor = setUp().executor;
    const results = await executor.batchToolCalls([
      { tool: "math_tool", params: { op: "add", a: 1, user_id: "ann" } },
      { tool: "math_tool", params: { a: 1 } },
      { tool: "nobody", params: { op: "add" } },
    ]);
    expect(results[0]).toBe(2);
    expect(results[1]).toMatchObject({ code: "E001" });
    expect(results[2]).toMatchObject({ code: "E003", message: "Tool 'nobody' is not registered" });
  });

  it("[OE-5] can be run by a function of the caller's", async () => {
    await using executor = setUp().executor;
    const seen: unknown[] = [];
    const results = await executor.batchToolCalls(
      [
        { tool: "elsewhere", params: { op: "search", query: "x", user_id: "ann" } },
        { tool: "elsewhere", params: { query: "$result[0]" } },
      ],
      async (tool, params) => {
        seen.push([tool, params]);
        return seen.length;
      },
    );
    expect(results).toEqual([1, 2]);
    expect(seen).toEqual([
      ["elsewhere", { op: "search", query: "x" }],
      ["elsewhere", { query: 1 }],
    ]);
  });

  it("[OE-9] are found in a text", async () => {
    await using executor = setUp().executor;
    const text = `Use {{stats(file='data.csv', n=3, flag=true, none=null)}} then {{chart(data="input.rows.first", user=context.user)}}
      and {{broken(x=}} {{ also broken }} {{q(text='it\\'s', b="a\\"b", missing=input.nothing, x=-1.5e3)}}`;
    const calls = executor.extractToolCalls(text, { rows: { first: 7 } }, { user: "ann" });
    expect(calls).toEqual([
      { tool: "stats", params: { file: "data.csv", n: 3, flag: true, none: null } },
      { tool: "chart", params: { data: 7, user: "ann" } },
      { tool: "q", params: { text: "it's", b: 'a"b', missing: null, x: -1500 } },
    ]);
    expect(executor.extractToolCalls("")).toEqual([]);
    expect(executor.extractToolCalls("{{t(x=input.constructor)}}", {})).toEqual([{ tool: "t", params: { x: null } }]);
  });
});
