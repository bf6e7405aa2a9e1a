import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MinHeap } from "./min-heap.ts";

describe("min heap", () => {
  it("gives the lowest first, whatever the order of pushes and pops", () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat({ max: 50 }), { nil: undefined })), (actions) => {
        const heap = new MinHeap();
        const sorted: number[] = [];
        for (const value of actions) {
          if (value === undefined) {
            expect(heap.pop()).toBe(sorted.shift());
          } else {
            heap.push(value);
            sorted.push(value);
            sorted.sort((a, b) => a - b);
          }
          expect(heap.size).toBe(sorted.length);
        }
      }),
    );
  });
});
