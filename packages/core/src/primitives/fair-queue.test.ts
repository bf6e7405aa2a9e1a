import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FairQueue, type QueuePlace } from "./fair-queue.ts";

describe("FairQueue", () => {
  it("[RATE-3] goes round the owners and serves each in order", () => {
    const queue = new FairQueue<string>();
    for (const item of ["a1", "a2", "a3", "b1", "c1", "c2"]) queue.push(item[0], item);
    expect(drain(queue)).toEqual(["a1", "b1", "c1", "a2", "c2", "a3"]);
  });

  it("lets an owner who comes later wait for everybody else's turn", () => {
    const queue = new FairQueue<string>();
    for (const item of ["a1", "a2", "b1", "b2"]) queue.push(item[0], item);
    expect(queue.shift()).toBe("a1");
    queue.push("c", "c1");
    expect(drain(queue)).toEqual(["b1", "a2", "c1", "b2"]);
  });

  it("gives the turn to the next owner when its holder's last item is taken out", () => {
    const queue = new FairQueue<string>();
    const only = queue.push("a", "a1");
    queue.push("b", "b1");
    queue.push("b", "b2");
    expect(queue.remove(only)).toBe(true);
    expect(queue.remove(only)).toBe(false);
    expect(drain(queue)).toEqual(["b1", "b2"]);
  });

  it("agrees with a plain model under any order of pushes, shifts and removals", () => {
    const step = fc.oneof(
      fc.record({ push: fc.constantFrom(undefined, "a", "b", "c", "__proto__") }),
      fc.record({ remove: fc.nat(20) }),
      fc.constant("shift" as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const queue = new FairQueue<number>();
        const model: { readonly owner: string | undefined; readonly items: number[] }[] = [];
        const places: { readonly place: QueuePlace<number>; readonly item: number }[] = [];
        for (const [item, action] of steps.entries()) {
          if (action === "shift") {
            const lane = model.shift();
            expect(queue.shift()).toBe(lane?.items.shift());
            if (lane && lane.items.length > 0) model.push(lane);
          } else if ("push" in action) {
            const lane = model.find(({ owner }) => owner === action.push);
            if (lane) lane.items.push(item);
            else model.push({ owner: action.push, items: [item] });
            places.push({ place: queue.push(action.push, item), item });
          } else {
            const chosen = places[action.remove];
            if (!chosen) continue;
            const lane = model.find(({ items }) => items.includes(chosen.item));
            expect(queue.remove(chosen.place)).toBe(lane !== undefined);
            lane?.items.splice(lane.items.indexOf(chosen.item), 1);
            if (lane?.items.length === 0) model.splice(model.indexOf(lane), 1);
          }
          expect(queue.size).toBe(model.reduce((sum, { items }) => sum + items.length, 0));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("takes 100,000 items of 1,000 owners in and out without work that grows", () => {
    const queue = new FairQueue<number>();
    const places = Array.from({ length: 100_000 }, (_, index) => queue.push(`user ${index % 1_000}`, index));
    for (let index = 0; index < places.length; index += 2) {
      const place = places[index];
      if (place) queue.remove(place);
    }
    const left = drain(queue);
    expect(left).toHaveLength(50_000);
    expect(left.slice(0, 3)).toEqual([1, 3, 5]);
    expect(left.slice(500, 503)).toEqual([1_001, 1_003, 1_005]);
    expect(queue.size).toBe(0);
  });
});

function drain<T>(queue: FairQueue<T>): T[] {
  const items: T[] = [];
  for (let item = queue.shift(); item !== undefined; item = queue.shift()) items.push(item);
  return items;
}
