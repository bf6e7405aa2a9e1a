import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ToolNotFoundError } from "#contracts/errors.ts";
import type { Tool } from "#contracts/tool.ts";
import { defineTool } from "./define-tool.ts";
import { ToolRegistry } from "./tool-registry.ts";

const named = (name: string, more: Partial<Tool> = {}) =>
  defineTool({ name, description: `The ${name}`, version: "1.0.0", operations: {}, ...more });

describe("the tool registry", () => {
  it("[INT-1] gives the tools it was given, and says which it has", () => {
    const tool = named("a");
    const registry = new ToolRegistry([tool]);
    expect(registry.getTool("a")).toBe(tool);
    expect([registry.hasTool("a"), registry.hasTool("b")]).toEqual([true, false]);
    expect(() => registry.getTool("b")).toThrow(ToolNotFoundError);
    expect(registry.names).toEqual(["a"]);
  });

  it("[SPEC-3] has nothing that every object has", () => {
    const registry = new ToolRegistry();
    for (const name of ["constructor", "__proto__", "toString"]) {
      expect(registry.hasTool(name)).toBe(false);
      expect(() => registry.getTool(name)).toThrow(`Tool '${name}' is not registered`);
    }
  });

  it("[INT-1] refuses a name that is taken until it is free again", () => {
    const registry = new ToolRegistry([named("a")]);
    expect(() => registry.registerTool(named("a"))).toThrow(
      "A tool named 'a' is registered already; unregister it first",
    );
    expect(registry.unregisterTool("a")).toBe(true);
    expect(registry.unregisterTool("a")).toBe(false);
    expect(() => registry.registerTool(named("a"))).not.toThrow();
  });

  it("finds a tool by its aliases too, lists it once, and lets go of all its names together", () => {
    const registry = new ToolRegistry([named("a", { aliases: ["b", "c"] })]);
    expect(registry.getTool("b")).toBe(registry.getTool("a"));
    expect(registry.listTools()).toMatchObject([{ name: "a", aliases: ["b", "c"] }]);
    expect(() => registry.registerTool(named("c"))).toThrow("A tool named 'c' is registered already");
    expect(() => registry.registerTool(named("d", { aliases: ["e", "a"] }))).toThrow("A tool named 'a' is");
    expect([registry.hasTool("d"), registry.hasTool("e")]).toEqual([false, false]);
    expect(registry.unregisterTool("b")).toBe(true);
    expect(["a", "b", "c"].map((name) => registry.hasTool(name))).toEqual([false, false, false]);
    expect(() => named("a", { aliases: ["not a name"] })).toThrow("aliases: expected a list of names");
  });

  it("[INT-6] refuses what is no tool, whoever made it", () => {
    const registry = new ToolRegistry();
    const almost = { name: "a b", version: 1, operations: { x: {} } };
    expect(() => registry.registerTool(almost as never)).toThrow(
      /Invalid tool "a b": name: .*version: .*operations\.x\.inputSchema/,
    );
    for (const nothing of [null, undefined, "tool", []]) {
      expect(() => registry.registerTool(nothing as never)).toThrow(/expected what defineTool returns/);
    }
    expect(registry.listTools()).toEqual([]);
  });

  it("[INT-1] lists tools with their schemas, and makes no instance for it", () => {
    let created = 0;
    const read = {
      description: "Reads.",
      inputSchema: z.object({ path: z.string(), top: z.number().default(3) }),
      annotations: { readOnly: true },
      runsOn: "main",
      weight: "heavy",
      examples: [{ params: { path: "a" }, result: 1 }],
      execute: () => 1,
    } as const;
    const ask = { description: "Asks.", inputSchema: { type: "object" }, outputSchema: z.string(), execute: () => "" };
    const registry = new ToolRegistry([named("a", { operations: { read, ask }, create: () => ++created })]);
    expect(registry.listTools()).toEqual([
      {
        name: "a",
        aliases: [],
        description: "The a",
        version: "1.0.0",
        operations: [
          {
            name: "read",
            description: "Reads.",
            input_schema: {
              type: "object",
              properties: { path: { type: "string" }, top: { type: "number", default: 3 } },
              required: ["path"],
            },
            output_schema: null,
            annotations: { readOnly: true },
            weight: "heavy",
            runs_on: "main",
            examples: [{ params: { path: "a" }, result: 1 }],
          },
          {
            name: "ask",
            description: "Asks.",
            input_schema: { type: "object" },
            output_schema: { type: "string" },
            annotations: {},
            weight: "fast",
            runs_on: "main",
            examples: [],
          },
        ],
      },
    ]);
    expect(created).toBe(0);
  });

  it("tells those who listen which tool was removed, until they have heard enough", () => {
    const registry = new ToolRegistry([named("a"), named("b")]);
    const heard: string[] = [];
    const off = registry.onUnregistered(({ name }) => heard.push(name));
    registry.unregisterTool("a");
    off();
    registry.unregisterTool("b");
    expect(heard).toEqual(["a"]);
  });
});
