import { describe, expect, it } from "vitest";
import { createMemoryCache } from "#adapters/cache/memory-cache.ts";
import type { Tool } from "#contracts/tool.ts";
import { defineTool } from "#toolkit/define-tool.ts";
import { resolveConfig } from "../config.ts";
import { createServices } from "../create-services.ts";
import { ToolExecutor } from "../tool-executor.ts";

const work = { description: "Works.", inputSchema: { type: "object" }, maxConcurrency: 2, execute: () => 1 };
const tool = defineTool({ name: "t", description: "", version: "1.0.0", maxConcurrency: 3, operations: { work } });

function setUp(tools: readonly Tool[] = [tool]) {
  const executor = new ToolExecutor({ tools });
  const { shelf, services } = createServices(executor, createMemoryCache(), resolveConfig(), {});
  return { shelf, services, registry: executor.registry };
}

const remote = { execute: () => "remote", executeAsync: async () => "remote" };

describe("the shelf of operations", () => {
  it("shares limits among all that call an operation, whatever they wish, and among a tool's operations", () => {
    const { shelf } = setUp([defineTool({ ...tool, operations: { work, other: work } })]);
    const plain = shelf.get("t.work");
    const hurried = shelf.get("t.work", { timeoutMs: 5 });
    expect(hurried.limits).toBe(plain.limits);
    expect(hurried.figures).toBe(plain.figures);
    expect(shelf.get("t.other").toolLimits).toBe(plain.toolLimits);
    expect(shelf.get("t.other").limits).not.toBe(plain.limits);
  });

  it("gives an operation the same limits and figures by an alias of its tool", () => {
    const { shelf, registry } = setUp([defineTool({ ...tool, aliases: ["alias"] })]);
    const aliased = shelf.get("alias.work");
    expect(aliased).toMatchObject({ spec: "t.work" });
    expect(aliased.limits).toBe(shelf.get("t.work").limits);
    expect(aliased.figures).toBe(shelf.get("t.work").figures);
    registry.unregisterTool("t");
    expect(() => shelf.get("alias.work")).toThrow("Tool 'alias' is not registered");
  });

  it("keeps limits when pipelines are built anew, and lets go of all when the tool goes", () => {
    const { shelf, registry } = setUp();
    const before = shelf.get("t.work");
    const wished = shelf.get("t.work", { timeoutMs: 5 });
    shelf.rebuild();
    expect(shelf.get("t.work")).not.toBe(before);
    expect(shelf.get("t.work").limits).toBe(before.limits);
    registry.unregisterTool("t");
    expect(() => shelf.get("t.work")).toThrow("Tool 't' is not registered");
    expect(() => shelf.get("t.work", { timeoutMs: 5 })).toThrow("Tool 't' is not registered");
    registry.registerTool(tool);
    expect(shelf.get("t.work").limits).not.toBe(before.limits);
    expect(shelf.get("t.work", { timeoutMs: 5 })).not.toBe(wished);
  });

  it("[INT-5] names the executor types there are when a call wants another one", () => {
    const { shelf } = setUp();
    expect(() => shelf.get("t.work", { executor: "mars" })).toThrow(
      "Unknown executor type 'mars' for t.work; registered are main, thread",
    );
  });

  it("makes up an operation nobody registered, which takes anything, for an executor that is given", () => {
    const { shelf } = setUp();
    const made = shelf.getWith("elsewhere.search", remote);
    expect(made.validate({ any: "thing" })).toEqual({ any: "thing" });
    expect(made).toMatchObject({ spec: "elsewhere.search", limits: { slots: undefined }, checkOutput: undefined });
    expect(shelf.getWith("t.work", remote).limits).toBe(shelf.get("t.work").limits);
    expect(() => shelf.getWith("t.work", remote).validate({ any: "thing" })).toThrow(/any: unknown parameter/);
    expect(() => shelf.getWith("nowhere", remote)).toThrow(/Invalid operation spec/);
    expect(shelf.getWith("t.toString", remote).validate({ a: 1 })).toEqual({ a: 1 });
  });
});
