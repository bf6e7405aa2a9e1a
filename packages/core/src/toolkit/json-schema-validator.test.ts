import { describe, expect, it } from "vitest";
import { compileJsonSchema } from "./json-schema-validator.ts";

const problemsOf = (schema: object, value: unknown) => {
  const { problems = [] } = compileJsonSchema({ ...schema })(value);
  return problems.map(({ path, message }) => `${path}: ${message}`);
};

describe("compileJsonSchema", () => {
  it("finds every problem at once, each with its path", () => {
    const schema = {
      type: "object",
      required: ["name", "rows"],
      properties: {
        name: { type: "string" },
        rows: {
          type: "array",
          items: { type: "object", required: ["id"], properties: { "odd/key": { type: "integer" } } },
        },
        kind: { enum: ["a", 2] },
        when: { type: "string", format: "date" },
        size: { type: ["number", "null"], minimum: 0 },
      },
      additionalProperties: false,
    };
    const value = { rows: [{ id: 1 }, { "odd/key": 1.5 }], kind: "c", when: "tomorrow", size: -1, more: true };
    expect(problemsOf(schema, value)).toEqual([
      "name: required, but missing (expected string)",
      "more: unknown property",
      "rows[1].id: required, but missing",
      "rows[1].odd/key: expected integer, received number",
      'kind: expected one of "a", 2',
      'when: must match format "date"',
      "size: must be >= 0",
    ]);
    expect(problemsOf({ type: "object" }, null)).toEqual([": expected object, received null"]);
    expect(problemsOf({ type: "object" }, [1])).toEqual([": expected object, received array"]);
  });

  it("fills defaults into a copy, and leaves handles as they are", () => {
    const schema = { type: "object", properties: { a: { default: [1] }, deep: { properties: { b: { default: 2 } } } } };
    const table = Object.create({ isTable: true }) as object;
    const given = { deep: {}, table };
    const outcome = compileJsonSchema(schema)(given);
    expect(outcome).toEqual({ value: { a: [1], deep: { b: 2 }, table } });
    expect(given).toEqual({ deep: {}, table });
    expect((outcome as { value: { table: unknown } }).value.table).toBe(table);
  });

  it("keeps a key named __proto__ a key, and survives a cycle", () => {
    const hostile: unknown = JSON.parse('{ "__proto__": { "admin": true } }');
    const { value } = compileJsonSchema({})(hostile) as { value: object };
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(["__proto__"]);
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    expect(compileJsonSchema({})(cyclic).problems).toBeUndefined();
  });

  it("compiles a schema object once, and takes the same id again from another", () => {
    const schema = { $id: "https://example.org/x", type: "string" };
    const again = { $id: "https://example.org/x", type: "number" };
    expect(compileJsonSchema(schema)("x").problems).toBeUndefined();
    expect(compileJsonSchema(again)(7).problems).toBeUndefined();
    expect(compileJsonSchema(schema)(7).problems).toHaveLength(1);
  });

  it("takes a schema that names an older dialect, and refuses one that is broken", () => {
    const older = { $schema: "http://json-schema.org/draft-07/schema#", type: "string" };
    expect(compileJsonSchema(older)("x").problems).toBeUndefined();
    for (const broken of [{ type: "text" }, { $ref: "#/nowhere" }, { pattern: "(" }]) {
      expect(() => compileJsonSchema(broken)).toThrow(/^Invalid JSON Schema: /);
    }
  });
});
