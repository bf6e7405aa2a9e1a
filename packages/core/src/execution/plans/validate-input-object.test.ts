import { describe, expect, it } from "vitest";
import { validateInputObject } from "./validate-input-object.ts";

describe("validateInputObject", () => {
  it("checks patterns as any other rule", () => {
    const schema = { type: "object", properties: { code: { type: "string", pattern: "^[A-Z]{2}$" } } };
    expect(validateInputObject(schema, { code: "DE" })).toEqual({ value: { code: "DE" } });
    expect(validateInputObject(schema, { code: "de" }).problems).toMatchObject([{ path: "code" }]);
  });

  it("[SEC-1] gives up on a pattern that backtracks without end", () => {
    const schema = { type: "object", patternProperties: { "^(a+)+$": { type: "string" } } };
    expect(() => validateInputObject(schema, { [`${"a".repeat(60)}b`]: "x" })).toThrow(
      "The input could not be held against input_schema: it took longer than 1000 ms; is there a simpler pattern?",
    );
  });
});
