import { describe, expect, it } from "vitest";
import { findCycles } from "./find-cycles.ts";

describe("import cycles", () => {
  it("finds a cycle through several files", () => {
    const imports = new Map([
      ["a.ts", ["b.ts"]],
      ["b.ts", ["c.ts"]],
      ["c.ts", ["a.ts"]],
    ]);
    expect(findCycles(imports)).toEqual([["a.ts", "b.ts", "c.ts", "a.ts"]]);
  });

  it("finds none where paths merely meet", () => {
    const imports = new Map([
      ["a.ts", ["b.ts", "c.ts"]],
      ["b.ts", ["d.ts"]],
      ["c.ts", ["d.ts"]],
      ["d.ts", []],
    ]);
    expect(findCycles(imports)).toEqual([]);
  });
});
