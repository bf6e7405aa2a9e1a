import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { checkPlan } from "./check-plan.ts";
import { planJsonSchema } from "./json-schema.ts";

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile({ ...planJsonSchema });

describe("planJsonSchema", () => {
  it.each([
    ["a bare list of steps", [{ operation: "pandas_tool.read_csv", params: { file_path: "x" } }], true],
    ["an empty list", [], true],
    ["no plan at all", "text", false],
    ["no steps", { name: "x" }, false],
    ["an id that every object has", [{ operation: "a.b", id: "constructor" }], false],
    ["an operation with two dots", [{ operation: "a.b.c" }], false],
    ["params that are a list", [{ operation: "a.b", params: [] }], false],
    ["cache: true", [{ operation: "a.b", cache: true }], false],
    ["an approval", [{ operation: "a.b", approval: true }], true],
    ["an approval with a time", [{ operation: "a.b", approval: { timeout_s: 3600 } }], true],
    ["an approval without its time", [{ operation: "a.b", approval: {} }], false],
    ["a step that is a list", [[]], false],
  ])("[PLAN-1] agrees with the check on %s", (_title, plan, isValid) => {
    expect(validate(plan)).toBe(isValid);
    expect(checkPlan(plan).length === 0).toBe(isValid);
  });

  it("[PLAN-1] describes every key, for editors", () => {
    const text = JSON.stringify(planJsonSchema);
    const { plan, step } = JSON.parse(text).$defs;
    for (const [key, schema] of [...Object.entries(plan.properties), ...Object.entries(step.properties)]) {
      expect(schema, key).toHaveProperty("description");
    }
  });
});
