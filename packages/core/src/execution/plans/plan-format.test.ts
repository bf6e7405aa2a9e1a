import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { Plan, Step } from "#contracts/plan.ts";
import { checkPlan } from "./check-plan.ts";
import { planJsonSchema } from "./json-schema.ts";
import { parsePlan } from "./parse.ts";

/** Values that no shape check of any key takes for granted. */
const oddValues: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1,
  1.5,
  "",
  "text",
  "a.b",
  [],
  ["x"],
  ["1x"],
  {},
  { x: 1 },
];

const names = fc.stringMatching(/^[a-z][a-z0-9_-]{0,6}$/).filter((name) => !(name in Object.prototype));
/** As it comes out of JSON, which knows no negative zero. */
const json = fc.jsonValue({ maxDepth: 3 }).map((value): unknown => JSON.parse(JSON.stringify(value)));
const params = fc.dictionary(fc.string({ maxLength: 8 }), json, { maxKeys: 4 });

/** Valid steps without ids or references. */
const stepArbitrary: fc.Arbitrary<Step> = fc.record(
  {
    operation: fc.tuple(names, names).map(([tool, operation]) => `${tool}.${operation}`),
    params: fc.option(params),
    when: fc.constantFrom("true", "1 < 2"),
    each: fc.array(json, { maxLength: 3 }),
    concurrency: fc.integer({ min: 1, max: 64 }),
    timeout_ms: fc.double({ min: 1, max: 1e6, noNaN: true }),
    retry: fc.record(
      {
        max_attempts: fc.integer({ min: 1, max: 9 }),
        backoff_ms: fc.nat(1_000),
        factor: fc.double({ min: 1, max: 4, noNaN: true }),
        max_backoff_ms: fc.nat(10_000),
        jitter: fc.boolean(),
      },
      { requiredKeys: ["max_attempts"] },
    ),
    cache: fc.oneof(
      fc.constant(false as const),
      fc.record(
        { ttl_s: fc.integer({ min: 1, max: 999 }), scope: fc.constantFrom("task", "user", "global") },
        { requiredKeys: [] },
      ),
    ),
    optional: fc.boolean(),
    approval: fc.oneof(
      fc.boolean(),
      fc.record({ timeout_s: fc.oneof(fc.integer({ min: 1, max: 1e6 }), fc.constant(0.5)) }),
    ),
    executor: names,
  },
  { requiredKeys: ["operation"] },
);

/** Valid plans: ids are unique, `after` names steps that exist. */
const planArbitrary: fc.Arbitrary<Plan> = fc
  .record(
    {
      name: fc.string(),
      description: fc.string(),
      input: params,
      input_schema: fc.constant({ type: "object" }),
      stop_on_failure: fc.boolean(),
      steps: fc.array(fc.tuple(stepArbitrary, fc.boolean()), { maxLength: 6 }).map((steps) =>
        steps.map(
          ([step, isNamed], index): Step => ({
            ...step,
            ...(isNamed && { id: `s${index}` }),
            ...(index > 0 && steps[0]?.[1] && { after: ["s0"] }),
          }),
        ),
      ),
      output: json,
    },
    { requiredKeys: ["steps"] },
  )
  .filter((plan) => !JSON.stringify(plan).includes("$"));

/** Plans of which one key of the plan, of a step, or of what stands in it was replaced by something odd, or added. */
const brokenPlanArbitrary: fc.Arbitrary<unknown> = fc
  .tuple(
    planArbitrary,
    fc.constantFrom("plan", "step", "retry", "cache", "approval"),
    fc.nat(),
    fc.constantFrom(...oddValues),
    fc.constantFrom(undefined, "extra", "__proto__", "operation", "id", "after", "scope", "steps", "approval"),
  )
  .map(([plan, where, pick, value, added]) => {
    const step = {
      operation: "a.b",
      id: "x",
      after: [],
      retry: { max_attempts: 1 },
      cache: {},
      approval: { timeout_s: 1 },
      ...plan.steps[0],
    };
    if (where === "plan") return withKey(plan, pick, value, added);
    if (where === "step") return { ...plan, steps: [withKey(step, pick, value, added)] };
    const inner = { retry: step.retry, cache: step.cache || {}, approval: Object(step.approval) }[where];
    return { ...plan, steps: [{ ...step, [where]: withKey(inner, pick, value, added) }] };
  });

function withKey(owner: object, pick: number, value: unknown, added: string | undefined): object {
  const keys = Object.keys(owner);
  const key = added ?? keys[pick % Math.max(keys.length, 1)] ?? "extra";
  return Object.fromEntries([...Object.entries(owner), [key, value]]);
}

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile({ ...planJsonSchema });

describe("the format of plans", () => {
  it("[PLAN-1] accepts every valid plan", () => {
    fc.assert(
      fc.property(planArbitrary, (plan) => {
        expect(validate(plan), JSON.stringify(validate.errors)).toBe(true);
        expect(checkPlan(plan)).toEqual([]);
      }),
    );
  });

  it("[PLAN-1] says of plans with something odd in them what the check says", () => {
    let refused = 0;
    fc.assert(
      fc.property(brokenPlanArbitrary, (plan) => {
        const isValid = checkPlan(plan).length === 0;
        if (!isValid) refused++;
        expect(validate(plan), `${JSON.stringify(plan)} ${JSON.stringify(checkPlan(plan))}`).toBe(isValid);
      }),
      { numRuns: 1_000 },
    );
    expect(refused).toBeGreaterThan(300);
  });

  it("[PLAN-1] gives back every valid plan, from JSON and from YAML", () => {
    fc.assert(
      fc.property(planArbitrary, (plan) => {
        const data = JSON.parse(JSON.stringify(plan));
        expect(parsePlan(JSON.stringify(plan))).toEqual(data);
        expect(parsePlan(JSON.stringify(plan, null, 2), { format: "json" })).toEqual(data);
        expect(parsePlan(stringify(plan, { aliasDuplicateObjects: false }))).toEqual(data);
        expect(parsePlan(plan)).toBe(plan);
      }),
      { numRuns: 200 },
    );
  });
});
