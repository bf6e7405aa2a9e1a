import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Schema } from "#contracts/schema.ts";
import { compileParams, compileSchema } from "./compile-schema.ts";

const messageOf = (schema: Schema, params: object): string => {
  try {
    compileParams("t.work", schema)(params);
    return "valid";
  } catch (error) {
    return error instanceof Error ? error.message.replace("Invalid parameters for t.work: ", "") : String(error);
  }
};

describe("compileSchema", () => {
  it("checks by any Standard Schema, at once or later, and by JSON Schema", async () => {
    const even: Schema = {
      "~standard": {
        version: 1,
        vendor: "test",
        validate: (value) =>
          Number(value) % 2 === 0
            ? { value: Number(value) / 2 }
            : { issues: [{ message: "odd", path: ["a", { key: 0 }] }] },
      },
    };
    expect(await compileSchema(even)(8)).toEqual({ value: 4 });
    expect(await compileSchema(even)(7)).toEqual({ problems: [{ path: "a[0]", message: "odd" }] });
    expect(await compileSchema(z.string().refine(async (text) => text !== "x"))("y")).toEqual({ value: "y" });
    expect(await compileSchema({ type: "integer" })("y")).toEqual({
      problems: [{ path: "", message: "expected integer, received string" }],
    });
  });

  it("refuses a broken JSON Schema when it is compiled", () => {
    expect(() => compileSchema({ type: "nonsense" })).toThrow(expect.objectContaining({ code: "E001" }));
  });
});

describe("compileParams", () => {
  it("[PAR-2] gives what the schema makes of them", () => {
    const schema = z.object({ a: z.coerce.number(), b: z.string().default("x") });
    expect(compileParams("t.work", schema)({ a: "3" })).toEqual({ a: 3, b: "x" });
    const json = { type: "object", properties: { a: { type: "number", default: 3 } } };
    expect(compileParams("t.work", json)({})).toEqual({ a: 3 });
  });

  it.each([
    ["zod", z.object({ a: z.number(), opts: z.strictObject({ deep: z.string() }).optional() })],
    ["strict zod", z.strictObject({ a: z.number(), opts: z.strictObject({ deep: z.string() }).optional() })],
    [
      "JSON Schema",
      {
        type: "object",
        properties: {
          a: { type: "number" },
          opts: { type: "object", properties: { deep: { type: "string" } }, additionalProperties: false },
        },
        required: ["a"],
        additionalProperties: false,
      },
    ],
  ])("[PAR-2] names unknown parameters once, besides every other problem: %s", (_name, schema) => {
    expect(messageOf(schema, { a: 1, b: 2 })).toBe("b: unknown parameter (known are a, opts)");
    const all = messageOf(schema, { a: "x", optz: 1, opts: { deep: "y", more: 1 } });
    expect(all).toMatch(/a: expected number, received string/);
    expect(all).toMatch(/optz: unknown parameter, did you mean opts\? \(known are a, opts\)/);
    expect(all).toMatch(/opts.*(Unrecognized key: "more"|unknown property)/);
    expect(all.match(/optz/g)).toHaveLength(1);
  });

  it("[PAR-2] says of what is missing that it is, and what was expected", () => {
    const order = z.object({
      customer: z.string(),
      kind: z.enum(["sale", "return"]),
      size: z.coerce.number(),
      paid: z.union([z.boolean(), z.number()]),
      lines: z.array(z.object({ price: z.number() })),
      note: z.string("give a note"),
    });
    expect(messageOf(order, { lines: [{ price: 1 }, {}] })).toBe(
      'customer: required, but missing (expected string); kind: required, but missing (expected one of "sale"|"return"); ' +
        "size: required, but missing (expected number); paid: required, but missing; " +
        "lines[1].price: required, but missing (expected number); note: give a note",
    );
    expect(messageOf(order.pick({ customer: true, kind: true }), { customer: null, kind: "x" })).toBe(
      'customer: expected string, received null; kind: expected one of "sale"|"return"',
    );
    const json = {
      type: "object",
      properties: {
        customer: { type: "string" },
        kind: { enum: ["sale", "return"] },
        size: { type: ["number", "null"] },
        lines: { $ref: "#/$defs/lines" },
      },
      required: ["customer", "kind", "size", "lines"],
      additionalProperties: false,
      $defs: { lines: { type: "array" } },
    };
    expect(messageOf(json, {})).toBe(
      'customer: required, but missing (expected string); kind: required, but missing (expected one of "sale", "return"); ' +
        "size: required, but missing (expected number or null); lines: required, but missing",
    );
  });

  it.each([
    ["Invalid type: Expected string but received undefined", "required, but missing (expected string)"],
    ['Invalid key: Expected "customer" but received undefined', "required, but missing"],
    ["customer must be a string (was missing)", "required, but missing (expected a string)"],
    ["expected a table, received nothing", "required, but missing (expected a table)"],
    ["customer is a required field", "customer is a required field"],
    ["expected string, received number", "expected string, received number"],
  ])("[PAR-2] reads what other libraries say of what is missing: %s", (message, told) => {
    const says: Schema = {
      "~standard": { version: 1, vendor: "test", validate: () => ({ issues: [{ message, path: ["customer"] }] }) },
    };
    expect(messageOf(says, {})).toBe(`customer: ${told}`);
  });

  it("[PAR-2] lets any parameter in where the schema does", () => {
    const open: Schema[] = [
      z.looseObject({ a: z.number() }),
      z.object({ a: z.number() }).catchall(z.string()),
      z.record(z.string(), z.unknown()),
      { type: "object", properties: { a: {} }, additionalProperties: true },
      { type: "object", additionalProperties: { type: ["number", "string"] } },
      { type: "object", patternProperties: { "^x": { type: "string" } } },
      {},
    ];
    for (const schema of open) expect(messageOf(schema, { a: 1, xyz: "x" })).toBe("valid");
  });

  it("[PAR-2] knows the parameters of unions and intersections", () => {
    const kinds = z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("a"), x: z.number() }),
      z.object({ kind: z.literal("b"), y: z.number() }),
    ]);
    expect(messageOf(kinds, { kind: "a", x: 1, z: 1 })).toMatch(/z: unknown parameter.*\(known are kind, x, y\)/);
    expect(messageOf(kinds, { kind: "b", y: 1 })).toBe("valid");
    const both = z.intersection(z.object({ a: z.number() }), z.object({ b: z.number() }));
    expect(messageOf(both, { a: 1, b: 2, c: 3 })).toMatch(/c: unknown parameter/);
    const either = { type: "object", properties: { a: {}, b: {} }, anyOf: [{ required: ["a"] }, { required: ["b"] }] };
    expect(messageOf(either, { a: 1, c: 1 })).toMatch(/c: unknown parameter/);
    const referring = { type: "object", properties: { a: {} }, allOf: [{ $ref: "#/$defs/more" }], $defs: { more: {} } };
    expect(messageOf(referring, { a: 1, c: 1 })).toBe("valid");
  });

  it("[PAR-2] takes an object schema without properties for one without parameters", () => {
    expect(messageOf({ type: "object" }, { a: 1 })).toBe("a: unknown parameter (it takes none)");
    expect(messageOf(z.object({}), {})).toBe("valid");
  });

  it("[PAR-1] refuses an operation that declares the call's own user or task as a parameter", () => {
    expect(() => compileParams("t.work", z.object({ user_id: z.string(), task_id: z.string() }))).toThrow(
      "Invalid operation t.work: user_id and task_id cannot be declared as a parameter",
    );
  });
});
