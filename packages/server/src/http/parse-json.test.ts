import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { depthOf } from "./parse-json.ts";

function realDepth(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(realDepth));
}

describe("depthOf", () => {
  it("[SEC-1] is the depth of what the text means, brackets in strings not counted", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = `${JSON.stringify(value, null, indent)}${" ".repeat(100)}`;
        expect(depthOf(text, 100)).toBe(realDepth(value));
      }),
    );
  });

  it.each([
    ['["[[[["]', 1],
    ['["\\"[[["]', 1],
    ['["\\\\",[]]', 2],
    ['["\\\\\\"[",[]]', 2],
  ])("reads the escapes of %s", (text, depth) => {
    expect(depthOf(text.padEnd(80), 64)).toBe(depth);
  });

  it("[SEC-1] counts no further than the limit, nor through a string that never ends", () => {
    expect(depthOf("[".repeat(10_000_000), 64)).toBe(65);
    const hostile = `"${'\\"'.repeat(2_000_000)}`;
    const startedMs = performance.now();
    expect(depthOf(hostile, 64)).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });
});
