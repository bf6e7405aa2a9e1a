import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Step } from "#contracts/plan.ts";
import { buildStepGraph } from "./step-graph.ts";
import type { WriteEffect } from "./write-order.ts";

/** The operation's name says what it changes: `t.nothing`, `t.anything`, `t.a_b`. */
function effectOf({ operation }: Step): WriteEffect {
  const name = operation.slice(2);
  return name === "nothing" || name === "anything" ? name : name.split("_");
}

function follows(steps: readonly Step[]): (readonly number[])[] {
  const graph = buildStepGraph(steps, { previousCount: 0, ordered: false, writes: effectOf });
  expect(graph.errors).toEqual([]);
  return graph.steps.map((step) => step.follows);
}

describe("the order of writes", () => {
  it("[PLAN-3] keeps the list order of operations that say nothing of what they change", () => {
    const steps = ["t.anything", "t.nothing", "t.anything", "t.a", "t.anything"].map((operation) => ({ operation }));
    expect(follows(steps)).toEqual([[], [], [0], [2], [2, 3]]);
  });

  it("[PLAN-3] lets operations with disjoint effects run side by side", () => {
    const steps = ["t.a", "t.b", "t.a_b", "t.a", "t.b"].map((operation) => ({ operation }));
    expect(follows(steps)).toEqual([[], [], [0, 1], [2], [2]]);
  });

  it("[PLAN-3] leaves the order of a step to its own `after`", () => {
    const steps = [
      { operation: "t.anything" },
      { operation: "t.anything", id: "free", after: [] },
      { operation: "t.anything" },
      { operation: "t.a" },
    ];
    expect(follows(steps)).toEqual([[], [], [0, 1], [2]]);
  });

  it("[PLAN-3] follows the order that `after` makes, where that goes against the list's", () => {
    const steps = [
      { operation: "t.anything", after: ["c"] },
      { operation: "t.anything", params: { x: "$result[0]" } },
      { operation: "t.anything", id: "c" },
    ];
    expect(follows(steps)).toEqual([[2], [2, 0], []]);
  });

  it("[PLAN-3] orders every two writes that could disturb each other, and no others", () => {
    const operations = fc.constantFrom("t.nothing", "t.anything", "t.a", "t.b", "t.a_b", "t.c");
    const list = fc.array(fc.tuple(operations, fc.boolean()), { maxLength: 14 });
    fc.assert(
      fc.property(list, (entries) => {
        const steps = entries.map(([operation, isFree]) => ({ operation, ...(isFree && { after: [] }) }));
        const edges = follows(steps);
        const before = closure(edges);
        for (const [later, step] of steps.entries()) {
          for (const earlier of edges[later] ?? [])
            expect(disturb(effectOf(steps[earlier] ?? step), effectOf(step))).toBe(true);
          if (step.after) continue;
          for (let earlier = 0; earlier < later; earlier++) {
            if (disturb(effectOf(steps[earlier] ?? step), effectOf(step)))
              expect(before[later]?.has(earlier)).toBe(true);
          }
        }
      }),
    );
  });
});

function disturb(left: WriteEffect, right: WriteEffect): boolean {
  if (left === "nothing" || right === "nothing") return false;
  return left === "anything" || right === "anything" || left.some((name) => right.includes(name));
}

function closure(edges: readonly (readonly number[])[]): Set<number>[] {
  const all: Set<number>[] = [];
  for (const direct of edges) all.push(new Set(direct.flatMap((index) => [index, ...(all[index] ?? [])])));
  return all;
}
