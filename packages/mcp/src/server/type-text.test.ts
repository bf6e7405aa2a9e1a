import { artifactJsonSchema, tableInputJsonSchema, tableSchema, textInputJsonSchema } from "@aiecs/core/toolkit";
import { describe, expect, it } from "vitest";
import type { ShapeName } from "./known-shapes.ts";
import { typeText } from "./type-text.ts";

const text = (schema: unknown, depth = 2): string => typeText(schema, { depth, shapes: new Set() });

describe("[MCP-1] types for models", () => {
  it.each([
    [{ type: "integer", minimum: 1, maximum: 9 }, "integer 1..9"],
    [{ type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER }, "integer"],
    [{ type: "string", format: "date" }, "string (date)"],
    [{ enum: ["a", 1, null] }, "'a' | 1 | null"],
    [{ type: ["string", "null"] }, "string | null"],
    [{ type: "array", items: { anyOf: [{ type: "string" }, { const: 1 }] } }, "(string | 1)[]"],
    [{ type: "object", additionalProperties: { type: "number" } }, "Record<string, number>"],
    [{ type: "object", properties: { a: true, b: {} }, required: ["a"] }, "{ a: any, b?: any }"],
    [{ enum: Array.from({ length: 20 }, (_, index) => index) }, /^0 \| .* \| … 7 more$/],
    [true, "any"],
    [null, "any"],
    [JSON.parse('{"type":"object","properties":{"__proto__":{"type":"string"}}}'), "{ __proto__: string }"],
  ])("are short: %j", (schema, expected) => {
    expect(text(schema)).toMatch(typeof expected === "string" ? new RegExp(`^${RegExp.escape(expected)}$`) : expected);
  });

  it("name the shapes that many operations share, with what is beyond them", () => {
    const shapes = new Set<ShapeName>();
    const told = (schema: unknown): string => typeText(schema, { depth: 2, shapes });
    expect(told({ ...tableInputJsonSchema, description: "Orders." })).toBe("Table");
    expect(
      told(tableSchema({ report: { type: "string" } })["~standard"].jsonSchema.output({ target: "draft-2020-12" })),
    ).toBe("Table & { report: string }");
    expect(told(textInputJsonSchema)).toBe("Text");
    expect(told({ type: "array", items: artifactJsonSchema })).toBe("File[]");
    expect([...shapes].toSorted()).toEqual(["File", "Table", "Text"]);
  });

  it("go no deeper than asked, and end where a schema holds itself or has no end", () => {
    const nested = { type: "object", properties: { a: { type: "object", properties: { b: { type: "string" } } } } };
    expect(text(nested, 1)).toBe("{ a: object }");
    const tree = { type: "object", properties: { left: { $ref: "#/$defs/tree" } }, required: ["left"] };
    expect(text({ $ref: "#/$defs/tree", $defs: { tree } }, 3)).toBe("{ left: { left: { left: object } } }");
    expect(text({ $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/a" } } })).toBe("any");
    const many = Array.from({ length: 1_000 }, () => ({ $ref: "#/$defs/many" }));
    expect(text({ $defs: { many: { anyOf: many } }, anyOf: many }, 3).length).toBeLessThan(10_000);
    let deep: unknown = { type: "string" };
    for (let level = 0; level < 100_000; level++) deep = { type: "array", items: deep };
    expect(text(deep)).toMatch(/^any\[\]/);
  });
});
