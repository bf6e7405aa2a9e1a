import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { JsonSchema } from "#contracts/json-schema.ts";
import { toJsonSchema } from "#toolkit/json-schema.ts";
import { tableJsonSchema } from "#toolkit/table-schema.ts";
import { findElementPathLimit, findPathLimit, type Path } from "./schema-path.ts";

const text = { type: "string" };
const report = {
  type: "object",
  properties: { path: text, charts: { type: "array", items: { type: "object", properties: { title: text } } } },
  additionalProperties: false,
};

describe("findPathLimit", () => {
  it.each<[string, JsonSchema, Path]>([
    ["a declared property", report, ["path"]],
    ["an element, from either end", report, ["charts", -1, "title"]],
    ["an element named by its digits", report, ["charts", "0", "title"]],
    ["anything where nothing is said", {}, ["a", 0, "b"]],
    ["anything in an object that lists no properties", { type: "object" }, ["a", "b"]],
    ["further properties where they are allowed", { ...report, additionalProperties: true }, ["other", "x"]],
    ["further properties by their schema", { additionalProperties: { type: "object" } }, ["a", "b"]],
    ["what a pattern may allow", { ...report, patternProperties: { "^x": {} } }, ["xy"]],
    ["a choice that has it", { anyOf: [text, { type: "null" }, report] }, ["charts"]],
    ["one of several", { oneOf: [text, report] }, ["path"]],
    ["a part of several together", { allOf: [{ properties: { a: text } }, { properties: { b: text } }] }, ["b"]],
    ["what a reference leads to", { $ref: "#/$defs/r", $defs: { r: report } }, ["path"]],
    ["a schema that refers to itself", { properties: { next: { $ref: "#" }, x: text } }, ["next", "next", "next", "x"]],
    ["a reference that leads nowhere", { properties: { a: { $ref: "other.json#/x" } } }, ["a", "b"]],
    ["an escaped pointer", { $ref: "#/$defs/a~1b%25", $defs: { "a/b%": report } }, ["path"]],
    ["a pointer with a lone percent sign", { $ref: "#/$defs/100%", $defs: { "100%": report } }, ["path"]],
    ["what comes with a condition", { ...report, if: {}, else: { properties: { late: text } } }, ["late"]],
    ["the first elements", { prefixItems: [text, report], items: false }, [1, "path"]],
    ["some element from the end", { prefixItems: [text, report], items: false }, [-1, "path"]],
    ["more than one type", { type: ["object", "null"], properties: { a: text } }, ["a"]],
    ["a known value", { const: { a: { b: 1 } } }, ["a", "b"]],
    ["a schema without a type", { properties: { a: {} } }, ["a"]],
    ["a part of a table", tableJsonSchema, ["data", 0, "price"]],
    ["a column's name", tableJsonSchema, ["schema", 2, "name"]],
  ])("finds nothing against %s", (_title, schema, path) => {
    expect(findPathLimit(schema, path)).toBeUndefined();
  });

  it.each<[string, JsonSchema, Path, object]>([
    ["an unknown property", report, ["pth"], { depth: 0, keys: ["path", "charts"] }],
    ["one further down", report, ["charts", 0, "titel"], { depth: 2, keys: ["title"] }],
    ["properties of a text", report, ["path", "length"], { depth: 1, types: ["string"] }],
    ["an index into an object", report, [0], { depth: 0, keys: ["path", "charts"] }],
    ["a name in a list", report, ["charts", "title"], { depth: 1, types: ["array"] }],
    ["what no choice has", { anyOf: [report, { type: "null" }] }, ["x"], { depth: 0, keys: ["path", "charts"] }],
    [
      "what none of several has",
      { allOf: [{ properties: { a: text } }, { properties: { b: text } }] },
      ["c"],
      { keys: ["a", "b"] },
    ],
    ["what the reference lacks", { $ref: "#/$defs/r", $defs: { r: report } }, ["x"], { keys: ["path", "charts"] }],
    ["a property that may not be", { properties: { a: false } }, ["a"], { depth: 0 }],
    ["an element behind the last", { prefixItems: [text], items: false }, [1], { depth: 0 }],
    ["more elements than there can be", { type: "array", maxItems: 2 }, [2], { depth: 0, types: ["array"] }],
    ["as much from the end", { type: "array", maxItems: 2 }, [-3], { depth: 0 }],
    ["parts of a known text", { const: "x" }, ["a"], { depth: 0 }],
    ["parts of one of some numbers", { enum: [1, 2] }, [0], { depth: 0 }],
    ["methods of a table", tableJsonSchema, ["records"], { depth: 0 }],
    ["what every object has", report, ["toString"], { depth: 0 }],
  ])("finds that there cannot be %s", (_title, schema, path, limit) => {
    expect(findPathLimit(schema, path)).toMatchObject(limit);
  });

  it("reads what zod says", () => {
    const schema = toJsonSchema(
      z.object({
        rows: z.array(z.union([z.object({ a: z.number() }), z.object({ b: z.string() })])),
        both: z.intersection(z.object({ a: z.number() }), z.object({ b: z.number() })),
        loose: z.looseObject({ a: z.number() }),
        pair: z.tuple([z.object({ x: z.number() }), z.string()]),
        any: z.any(),
        byName: z.record(z.string(), z.object({ n: z.number() })),
      }),
      "output",
    );
    const paths = [
      ["rows", 0, "b"],
      ["both", "b"],
      ["loose", "z"],
      ["pair", 0, "x"],
      ["any", "q", 1],
      ["byName", "x", "n"],
    ];
    for (const path of paths) expect(findPathLimit(schema, path), String(path)).toBeUndefined();
    for (const path of [
      ["rows", 0, "c"],
      ["both", "c"],
      ["pair", 1, "x"],
      ["byName", "x", "m"],
      ["rows", "a"],
    ]) {
      expect(findPathLimit(schema, path), String(path)).toBeDefined();
    }
  });

  it("looks into the elements of a list", () => {
    expect(findElementPathLimit(report, ["charts"], ["title"])).toBeUndefined();
    expect(findElementPathLimit(report, ["charts"], ["titel"])).toMatchObject({ depth: 0, keys: ["title"] });
    expect(findElementPathLimit(report, ["path"], ["x"])).toBeUndefined();
    expect(findElementPathLimit({}, ["any"], ["x"])).toBeUndefined();
  });

  it("answers at once where alternatives multiply", () => {
    const choice = { anyOf: Array.from({ length: 20 }, (_, index) => ({ properties: { [`k${index}`]: text } })) };
    const endless: JsonSchema = {
      allOf: [{ $ref: "#/$defs/a" }],
      $defs: { a: { anyOf: [{ $ref: "#/$defs/a" }, { $ref: "#" }] } },
    };
    expect(findPathLimit({ allOf: [choice, choice, choice] }, ["nope"])).toBeUndefined();
    expect(findPathLimit(endless, ["nope"])).toBeUndefined();
  });

  it("is total: whatever the schema, it answers", () => {
    const keys = fc.constantFrom(
      "type",
      "properties",
      "items",
      "allOf",
      "anyOf",
      "$ref",
      "const",
      "a",
      "additionalProperties",
    );
    const { schema } = fc.letrec((tie) => ({
      schema: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom("object", "array", "#", "#/a", "#/properties/a", null, true, false, 1),
        fc.array(tie("schema"), { maxLength: 3 }),
        fc.dictionary(keys, tie("schema"), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(
        fc.dictionary(keys, schema, { maxKeys: 4 }),
        fc.array(fc.oneof(keys, fc.integer()), { maxLength: 4 }),
        (value, path) => {
          expect(() => findPathLimit(value, path)).not.toThrow();
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
