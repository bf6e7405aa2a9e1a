import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defineTool } from "./define-tool.ts";
import { definitionName, specOfDefinition } from "./definition-name.ts";
import { ToolRegistry } from "./tool-registry.ts";

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,79}$/);

describe("definitionName", () => {
  it("joins tool and operation so that they can be told apart again", () => {
    expect(definitionName("pandas_tool", "read_csv")).toBe("pandas_tool__read_csv");
  });

  it("is a name that every provider takes, however long the parts are", () => {
    fc.assert(
      fc.property(name, name, (tool, operation) => {
        expect(definitionName(tool, operation)).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
      }),
    );
  });

  it("never gives two operations the same name", () => {
    const tricky = fc.stringMatching(/^[a_]{1,40}$/);
    fc.assert(
      fc.property(tricky, tricky, tricky, tricky, (tool, operation, otherTool, otherOperation) => {
        fc.pre(tool !== otherTool || operation !== otherOperation);
        expect(definitionName(tool, operation)).not.toBe(definitionName(otherTool, otherOperation));
      }),
    );
  });
});

describe("specOfDefinition", () => {
  const operation = { description: "Does it.", inputSchema: {}, execute: () => null };
  const toolOf = (name: string, ...operations: readonly string[]) =>
    defineTool({
      name,
      description: "A tool.",
      version: "1.0.0",
      operations: Object.fromEntries(operations.map((key) => [key, operation])),
    });

  it("[MCP-1] gives back the operation of every name that definitionName makes", () => {
    fc.assert(
      fc.property(name, name, (tool, op) => {
        const registry = new ToolRegistry([toolOf(tool, op)]);
        expect(specOfDefinition(definitionName(tool, op), registry)).toBe(`${tool}.${op}`);
      }),
      { numRuns: 200 },
    );
  });

  it("tells operations apart whose names could be split in two ways", () => {
    const registry = new ToolRegistry([toolOf("a__b", "c"), toolOf("a", "b__c")]);
    expect(specOfDefinition(definitionName("a__b", "c"), registry)).toBe("a__b.c");
    expect(specOfDefinition(definitionName("a", "b__c"), registry)).toBe("a.b__c");
  });

  it("splits what is not registered, and knows nothing of what cannot be split", () => {
    const registry = new ToolRegistry();
    expect(specOfDefinition("math__add", registry)).toBe("math.add");
    for (const text of ["", "add", "a__b__c", "__proto__"]) expect(specOfDefinition(text, registry)).toBeUndefined();
  });
});
