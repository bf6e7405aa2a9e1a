import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LiveMap } from "./live-map.ts";

describe("LiveMap", () => {
  it("agrees with a Map under any order of entries that come and go", () => {
    const key = fc.constantFrom("a", "b", "7", "12", "", "__proto__", "constructor", "size");
    const step = fc.record({ key, action: fc.constantFrom("set", "delete") });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const live = new LiveMap<{ readonly number: number }>();
        const model = new Map<string, { readonly number: number }>();
        for (const [number, { key, action }] of steps.entries()) {
          const value = { number };
          if (action === "delete") expect(live.delete(key)).toBe(model.delete(key));
          else {
            live.set(key, value);
            model.set(key, value);
          }
          expect(live.size).toBe(model.size);
          expect(live.get(key)).toBe(model.get(key));
          expect(live.has(key)).toBe(model.has(key));
        }
        expect(new Set(live.values())).toEqual(new Set(model.values()));
      }),
    );
  });

  it("knows symbols, and nothing that objects have by themselves", () => {
    const live = new LiveMap<object>();
    const symbol = Symbol("key");
    const value = {};
    live.set(symbol, value);
    expect(live.values()).toEqual([value]);
    expect(["toString", "hasOwnProperty", "__proto__"].filter((key) => live.has(key))).toEqual([]);
  });

  it("[REL-3] leads from nothing that has gone to anything that came later", () => {
    const path = JSON.stringify(new URL("live-map.ts", import.meta.url).href);
    // What lives on after each collection of young objects, while entries come and go and nothing is kept.
    const script = `
      import { LiveMap } from ${path};
      const make = { LiveMap: () => new LiveMap(), Map: () => new Map() };
      const grown = {};
      for (const [name, create] of Object.entries(make)) {
        const map = create();
        gc();
        const before = process.memoryUsage().heapUsed;
        for (let round = 0; round < 300; round += 1) {
          for (let number = 0; number < 50; number += 1) map.set(String(round * 50 + number), { data: new Array(100).fill(0) });
          for (let number = 0; number < 50; number += 1) map.delete(String(round * 50 + number));
          if (round % 10 === 0) gc({ type: "minor" });
        }
        gc({ type: "minor" });
        grown[name] = process.memoryUsage().heapUsed - before;
      }
      console.log(JSON.stringify(grown));
    `;
    const args = ["--expose-gc", "--conditions=aiecs-source", "--input-type=module", "--eval", script];
    const grown: { readonly LiveMap: number; readonly Map: number } = JSON.parse(
      execFileSync(process.execPath, args, { encoding: "utf8" }),
    );
    expect(grown.LiveMap).toBeLessThan(2_000_000);
    // Should this change, there is no need of LiveMap any more.
    expect(grown.Map).toBeGreaterThan(2 * grown.LiveMap);
  });
});
