import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Step } from "#contracts/plan.ts";
import { buildStepGraph } from "#execution/plans/step-graph.ts";
import { layOutGraph } from "./graph-layout.ts";

function layOut(dependencies: readonly (readonly number[])[]) {
  const steps = dependencies.map(
    (after, index): Step => ({ operation: "a.b", id: `s${index}`, after: after.map((to) => `s${to}`) }),
  );
  return layOutGraph(buildStepGraph(steps, { previousCount: 0, ordered: false }).steps);
}

/** For each step, some others: earlier ones mostly, so that there is an order, and later ones where it says so. */
function dependencies(allowLater: boolean): fc.Arbitrary<number[][]> {
  return fc.integer({ min: 1, max: 12 }).chain((length) =>
    fc.tuple(
      ...Array.from({ length }, (_, index) => {
        const others = Array.from({ length: allowLater ? length : index }, (__, other) => other).filter(
          (other) => other !== index,
        );
        return fc.subarray(others, { maxLength: Math.min(3, others.length) });
      }),
    ),
  );
}

describe("layOutGraph", () => {
  it("[PLAN-2] gives the graph, its levels and the critical path", () => {
    expect(layOut([[], [], [0], [0, 1], [2, 3]])).toEqual({
      graph: [
        { step: 0, depends_on: [] },
        { step: 1, depends_on: [] },
        { step: 2, depends_on: [0] },
        { step: 3, depends_on: [0, 1] },
        { step: 4, depends_on: [2, 3] },
      ],
      levels: [[0, 1], [2, 3], [4]],
      critical_path: [0, 2, 4],
    });
  });

  it("gives nothing for nothing", () => {
    expect(layOut([])).toEqual({ graph: [], levels: [], critical_path: [] });
  });

  it("[PLAN-2] puts every step behind all it waits for, and on the earliest level there is", () => {
    fc.assert(
      fc.property(dependencies(false), (entries) => {
        const { levels } = layOut(entries);
        const levelOf = new Map(levels.flatMap((level, depth) => level.map((index) => [index, depth])));
        expect(levelOf.size).toBe(entries.length);
        for (const [index, before] of entries.entries()) {
          const deepest = Math.max(-1, ...before.map((other) => levelOf.get(other) ?? Number.NaN));
          expect(levelOf.get(index)).toBe(deepest + 1);
        }
      }),
    );
  });

  it("[PLAN-2] finds a longest chain, of lowest indices", () => {
    fc.assert(
      fc.property(dependencies(false), (entries) => {
        const chains: number[][] = entries.map((_, index) => [index]);
        for (let at = 0; at < chains.length; at++) {
          const chain = chains[at] ?? [];
          for (const [index, before] of entries.entries())
            if (before.includes(chain.at(-1) ?? -1)) chains.push([...chain, index]);
        }
        const longest = Math.max(...chains.map((chain) => chain.length));
        const [best] = chains.filter((chain) => chain.length === longest).sort(compare);
        expect(layOut(entries).critical_path).toEqual(best);
      }),
      { numRuns: 50 },
    );
  });

  it("leaves out of the levels what no order can hold, and keeps the rest", () => {
    expect(layOut([[], [2], [1], [0], [1]])).toMatchObject({ levels: [[0], [3]], critical_path: [0, 3] });
    fc.assert(
      fc.property(dependencies(true), (entries) => {
        expect(layOut(entries).graph).toHaveLength(entries.length);
      }),
    );
  });
});

function compare(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((index, place) => index !== right[place]);
  return (left[at] ?? 0) - (right[at] ?? 0);
}
