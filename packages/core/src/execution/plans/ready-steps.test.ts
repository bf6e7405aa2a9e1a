import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createReadySteps, type ReadySteps } from "./ready-steps.ts";
import type { CompiledStep } from "./step-graph.ts";

/** Steps that wait for others, as far as their order goes. */
function stepsThat(waitFor: readonly { needs?: readonly number[]; follows?: readonly number[] }[]): CompiledStep[] {
  return waitFor.map(({ needs = [], follows = [] }, index) => ({
    index,
    step: { operation: "t.work" },
    problems: [],
    params: undefined,
    when: undefined,
    each: undefined,
    needs,
    follows,
  }));
}

function takeAll(ready: ReadySteps): number[] {
  const taken: number[] = [];
  for (let index = ready.take(); index !== undefined; index = ready.take()) taken.push(index);
  return taken;
}

describe("ready steps", () => {
  it("are all of a list without order, in its order", () => {
    expect(takeAll(createReadySteps(stepsThat([{}, {}, {}])))).toEqual([0, 1, 2]);
    expect(takeAll(createReadySteps([]))).toEqual([]);
  });

  it("are those whose predecessors have ended, the lowest first", () => {
    const ready = createReadySteps(stepsThat([{}, { needs: [0] }, {}, { needs: [0], follows: [2] }, { follows: [0] }]));
    expect(takeAll(ready)).toEqual([0, 2]);
    ready.ended(2);
    expect(takeAll(ready)).toEqual([]);
    ready.ended(0);
    expect(takeAll(ready)).toEqual([1, 3, 4]);
  });

  it("wait once for a step that they need for two reasons", () => {
    const ready = createReadySteps(stepsThat([{}, { needs: [0], follows: [0] }]));
    expect(takeAll(ready)).toEqual([0]);
    ready.ended(0);
    expect(takeAll(ready)).toEqual([1]);
  });

  it("may wait for a later one", () => {
    const ready = createReadySteps(stepsThat([{ follows: [1] }, {}]));
    expect(takeAll(ready)).toEqual([1]);
    ready.ended(1);
    expect(takeAll(ready)).toEqual([0]);
  });

  it("[REL-2] are each given out once, never before what they wait for", () => {
    const earlier = (index: number) => fc.subarray(Array.from({ length: index }, (_unused, before) => before));
    const lists = fc
      .integer({ min: 1, max: 12 })
      .chain((length) =>
        fc.tuple(
          ...Array.from({ length }, (_unused, index) => fc.record({ needs: earlier(index), follows: earlier(index) })),
        ),
      );
    fc.assert(
      fc.property(lists, fc.infiniteStream(fc.nat()), (waitFor, choices) => {
        const ready = createReadySteps(stepsThat(waitFor));
        const running: number[] = [];
        const ended = new Set<number>();
        for (;;) {
          for (const index of takeAll(ready)) {
            const { needs, follows } = waitFor[index] ?? { needs: [], follows: [] };
            for (const before of [...needs, ...follows]) expect(ended).toContain(before);
            running.push(index);
          }
          const choice = Number(choices.next().value) % Math.max(1, running.length);
          const [next] = running.splice(choice, 1);
          if (next === undefined) break;
          ended.add(next);
          ready.ended(next);
        }
        expect(ended.size).toBe(waitFor.length);
      }),
    );
  });
});
