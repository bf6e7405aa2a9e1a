import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkPlan, checkStep } from "./check-plan.ts";

describe("checkPlan", () => {
  it("[PLAN-2] tells every problem at once, each with its place", () => {
    const errors = checkPlan({
      stop_on_failures: true,
      steps: [
        { operation: "a.b", parms: {} },
        { operation: "nodot", retry: { max_attempts: 0, backof_ms: 1 } },
        { id: "1x", params: 5 },
        7,
      ],
    });
    expect(errors.map(({ step, path, message }) => [step, path, message])).toEqual([
      [null, "stop_on_failures", "unknown key, did you mean stop_on_failure?"],
      [0, "steps[0].parms", "unknown key, did you mean params?"],
      [1, "steps[1].operation", "Invalid operation spec: nodot, expected 'tool_name.operation_name'"],
      [1, "steps[1].retry.max_attempts", "expected a whole number of at least 1, received 0"],
      [1, "steps[1].retry.backof_ms", "unknown key, did you mean backoff_ms?"],
      [2, "steps[2].operation", "required, but missing"],
      [2, "steps[2].id", 'expected a name (a letter or _, then letters, digits, _ or -), received "1x"'],
      [2, "steps[2].params", "expected an object, received 5"],
      [3, "steps[3]", "expected a step, which is an object with an operation, received 7"],
    ]);
    expect(errors[1]?.did_you_mean).toEqual(["params"]);
  });

  it.each([
    ["operation", { operation: ["a.b"] }, "expected 'tool_name.operation_name', received a list"],
    ["when", { when: true }, "expected a text, received true"],
    ["each", { each: 5 }, "expected a reference to a list, or a list, received 5"],
    ["concurrency", { concurrency: 1.5 }, "expected a whole number of at least 1, received 1.5"],
    ["after", { after: ["1x"] }, "expected a list of step ids, which are names such as sales, received a list"],
    ["timeout_ms", { timeout_ms: 0 }, "expected a number above 0, received 0"],
    ["timeout_ms", { timeout_ms: Number.NaN }, "expected a number above 0, received NaN"],
    ["cache", { cache: true }, "expected false, or an object with ttl_s and scope, received true"],
    ["cache.scope", { cache: { scope: "all" } }, 'expected task, user or global, received "all"'],
    ["optional", { optional: "yes" }, 'expected true or false, received "yes"'],
    ["approval", { approval: "yes" }, 'expected true, false, or an object with timeout_s, received "yes"'],
    ["approval", { approval: null }, "expected true, false, or an object with timeout_s, received null"],
    ["approval.timeout_s", { approval: {} }, "required, but missing"],
    ["approval.timeout_s", { approval: { timeout_s: 0 } }, "expected a number above 0, received 0"],
    ["approval.by", { approval: { timeout_s: 1, by: "ann" } }, "unknown key, known are timeout_s"],
    ["executor", { executor: null }, "expected the name of an executor type, received null"],
    ["retry.max_attempts", { retry: {} }, "required, but missing"],
    ["retry.factor", { retry: { max_attempts: 2, factor: 0.5 } }, "expected a number of at least 1, received 0.5"],
  ])("[PLAN-1] refuses a step whose %s is wrong", (path, keys, message) => {
    expect(checkStep({ operation: "a.b", ...keys }, 4)).toEqual([
      { code: "E001", message, step: 4, path: `steps[4].${path}` },
    ]);
  });

  it("takes keys that are undefined for absent", () => {
    expect(checkPlan({ name: undefined, steps: [{ operation: "a.b", params: undefined, id: undefined }] })).toEqual([]);
  });

  it("[REF-9] refuses parameters deeper than 64 levels, and cyclic ones", () => {
    let deep: unknown = 1;
    for (let level = 0; level < 63; level++) deep = [deep];
    expect(checkPlan([{ operation: "a.b", params: { x: deep } }])).toEqual([]);
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    const errors = checkPlan([
      { operation: "a.b", params: { x: [deep] } },
      { operation: "a.b", params: cyclic },
    ]);
    expect(errors.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      "steps[0].params: expected to nest at most 64 levels deep, without cycles",
      "steps[1].params: expected to nest at most 64 levels deep, without cycles",
    ]);
  });

  it("[REF-9] refuses more than 100,000 steps without looking at each", () => {
    const errors = checkPlan(new Array(1_000_000).fill(5));
    expect(errors.map(({ message }) => message)).toEqual(["expected at most 100,000 steps, got 1,000,000"]);
  });

  it("[SEC-1] refuses `__proto__` as a key and never follows it", () => {
    const errors = checkPlan(JSON.parse('{"steps": [], "__proto__": {"steps": 5}, "constructor": 1}'));
    expect(errors.map(({ path }) => path)).toEqual(["__proto__", "constructor"]);
  });

  it("names at most a hundred unknown keys of one object", () => {
    const step = { operation: "a.b", ...Object.fromEntries(Array.from({ length: 500 }, (_, key) => [`k${key}`, 1])) };
    const errors = checkPlan([step]);
    expect(errors).toHaveLength(101);
    expect(errors.at(-1)?.message).toBe("400 more unknown keys");
  });

  it("is total: whatever comes, it answers", () => {
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true, withBigInt: true, withMap: true, withDate: true }),
        (value) => {
          expect(Array.isArray(checkPlan(value))).toBe(true);
          expect(Array.isArray(checkPlan({ steps: [value], input: value, output: value }))).toBe(true);
        },
      ),
    );
  });
});
