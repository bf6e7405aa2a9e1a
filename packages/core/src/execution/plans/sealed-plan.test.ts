import { describe, expect, it } from "vitest";
import { parsePlan } from "./parse.ts";
import { isSealed } from "./sealed-plan.ts";
import { buildStepGraph } from "./step-graph.ts";

const text =
  "steps:\n  - { operation: a.b, params: { x: [1, { y: '$input' }] } }\n  - { operation: a.c, params: { z: '$result[0]' } }";

describe("a sealed plan", () => {
  it("is one that was parsed from a text, and cannot be changed", () => {
    const plan = parsePlan(text);
    expect(isSealed(plan)).toBe(true);
    expect(isSealed(plan.steps)).toBe(true);
    const params = plan.steps[0]?.params as { x: unknown[] };
    expect(() => params.x.push(2)).toThrow(TypeError);
  });

  it("is compiled once, however often it runs", () => {
    const { steps } = parsePlan(text);
    const options = { previousCount: 0, ordered: true };
    expect(buildStepGraph(steps, options)).toBe(buildStepGraph(steps, options));
    expect(buildStepGraph(steps, { previousCount: 1, ordered: true })).not.toBe(buildStepGraph(steps, options));
  });

  it("is never an object that the caller holds", () => {
    const own = { steps: [{ operation: "a.b", params: { x: 1 } }] };
    const plan = parsePlan(own);
    expect(isSealed(plan.steps)).toBe(false);
    expect(Object.isFrozen(own.steps[0])).toBe(false);
    expect(buildStepGraph(own.steps, { previousCount: 0, ordered: true })).not.toBe(
      buildStepGraph(own.steps, { previousCount: 0, ordered: true }),
    );
  });
});
