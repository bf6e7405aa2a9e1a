import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OperationNotFoundError, ToolNotFoundError, ValidationError } from "#contracts/errors.ts";
import { defineTool } from "./define-tool.ts";
import { findOperation, operationOf, parseSpec } from "./find-operation.ts";
import { ToolRegistry } from "./tool-registry.ts";

const read = { description: "Reads.", inputSchema: {}, execute: () => 1 };
const tool = defineTool({ name: "pandas_tool", description: "", version: "1.0.0", operations: { read_csv: read } });

describe("parseSpec", () => {
  it("[SPEC-1] takes exactly two names with one dot between", () => {
    expect(parseSpec("pandas_tool.read_csv")).toEqual({ tool: "pandas_tool", operation: "read_csv" });
    expect(parseSpec("_a.b-2")).toEqual({ tool: "_a", operation: "b-2" });
  });

  it("[SPEC-1] refuses everything else, with the text as it was given", () => {
    for (const spec of [
      "",
      ".",
      "a.",
      ".b",
      "a.b.c",
      "a..b",
      "1a.b",
      "a.2b",
      "a b.c",
      "a.b ",
      " a.b",
      "a.b\n",
      "ä.b",
    ]) {
      expect(() => parseSpec(spec)).toThrow(`Invalid operation spec: ${spec}, expected 'tool_name.operation_name'`);
    }
    for (const [given, shown] of [
      [undefined, "undefined"],
      [null, "null"],
      [7, "7"],
      [10n, "bigint"],
      [Symbol("x"), "symbol"],
      [{}, "object"],
    ] as const) {
      expect(() => parseSpec(given)).toThrow(`Invalid operation spec: ${shown}, expected`);
    }
  });

  it("[SPEC-1] accepts the grammar and nothing but the grammar", () => {
    const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,20}$/);
    fc.assert(
      fc.property(name, name, (first, second) => {
        expect(parseSpec(`${first}.${second}`)).toEqual({ tool: first, operation: second });
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        if (/^[A-Za-z_][A-Za-z0-9_-]*\.[A-Za-z_][A-Za-z0-9_-]*$/.test(text) && !text.endsWith("\n")) return;
        expect(() => parseSpec(text)).toThrow(ValidationError);
      }),
    );
  });
});

describe("findOperation", () => {
  it("[SPEC-2] says in exact words what there is not, and what is close", () => {
    const registry = new ToolRegistry([tool]);
    expect(findOperation(registry, "pandas_tool.read_csv")).toMatchObject({ tool, operation: read, name: "read_csv" });
    expect(() => findOperation(registry, "panda_tool.read_csv")).toThrow(
      expect.objectContaining({
        message: "Tool 'panda_tool' is not registered",
        details: { tool: "panda_tool", didYouMean: ["pandas_tool"] },
      }),
    );
    expect(() => findOperation(registry, "panda_tool.read_csv")).toThrow(ToolNotFoundError);
    expect(() => findOperation(registry, "pandas_tool.read_cvs")).toThrow(
      expect.objectContaining({
        message: "Operation 'read_cvs' not found in tool 'pandas_tool'",
        details: { tool: "pandas_tool", operation: "read_cvs", didYouMean: ["read_csv"] },
      }),
    );
  });

  it("[SPEC-3] finds nothing that is inherited", () => {
    for (const name of ["constructor", "__proto__", "toString", "valueOf", "hasOwnProperty", "then"]) {
      expect(() => operationOf(tool, name)).toThrow(OperationNotFoundError);
    }
  });
});
